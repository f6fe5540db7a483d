using Grpc.Core;
using Hub.Grpc.Tests.Protocol;

namespace Hub.Grpc.Tests;

/// <summary>Does what each request says, and remembers which calls were cancelled.</summary>
public sealed class EchoService(CallWitness witness) : Echo.EchoBase
{
    public override async Task<EchoReply> Unary(EchoRequest request, ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("want-headers") is { } wanted)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "x-header", wanted }, { "x-header-bin", new byte[] { 0, 1, 255 } } });
        }

        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            context.ResponseTrailers.Add(entry);
        }

        await FollowAsync(request, context);
        return Reply(request, request.Count);
    }

    [Obsolete("As in the .proto file.")]
    public override Task<EchoReply> Old(EchoRequest request, ServerCallContext context) => Task.FromResult(Reply(request, 0));

    public override async Task<EchoReply> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var count = 0;
        var last = new EchoRequest();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await FollowAsync(request, context);
            count++;
            last = request;
        }

        return Reply(last, count);
    }

    public override async Task Expand(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(Reply(request, i), context.CancellationToken);
        }

        await FollowAsync(request, context);
    }

    public override async Task Talk(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        using var registration = context.CancellationToken.Register(() => witness.Cancelled.TrySetResult());
        var count = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await FollowAsync(request, context);
            await responseStream.WriteAsync(Reply(request, count++), context.CancellationToken);
        }
    }

    private static EchoReply Reply(EchoRequest request, int count)
    {
        var reply = new EchoReply { Text = request.Text, Data = request.Data, Count = count, Labels = { request.Labels } };
        if (request.HasMaybe)
        {
            reply.Maybe = request.Maybe;
        }

        return reply;
    }

    private async Task FollowAsync(EchoRequest request, ServerCallContext context)
    {
        if (request.DelayMs > 0)
        {
            using var registration = context.CancellationToken.Register(() => witness.Cancelled.TrySetResult());
            witness.Started.TrySetResult();
            await Task.Delay(request.DelayMs, request.Deaf ? CancellationToken.None : context.CancellationToken);
        }

        if (request.FailWith == (int)StatusCode.Unknown)
        {
            throw new InvalidOperationException("secret of the server");
        }

        if (request.FailWith != 0)
        {
            throw new RpcException(new Status((StatusCode)request.FailWith, request.Text), new Metadata { { "x-why", "asked" }, { "x-why-bin", new byte[] { 9, 8, 7 } } });
        }
    }
}

/// <summary>What the test waits for on the server's side.</summary>
public sealed class CallWitness
{
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
