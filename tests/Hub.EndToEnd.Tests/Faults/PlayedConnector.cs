using Grpc.Core;
using Grpc.Net.Client;
using Hub.Connector.V1;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>A connector that the tests play over the protocol: it sends what no connector of ours would.</summary>
/// <param name="name">As in its manifest.</param>
internal sealed class PlayedConnector(Uri hub, string key, string name, string manifestFile)
{
    /// <summary>What <see cref="ServeCarelesslyAsync"/> answers first.</summary>
    public const string WrongAnswer = """{"right":"I do not know"}""";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6); // through a whole wave of kills, on a busy machine

    /// <summary>Sends an event and dials again, as the protocol asks, until the hub says what became of it. True: accepted.</summary>
    public async Task<bool> SendUntilToldAsync(Event message)
    {
        var told = await Deadline.UntilAsync(() => TrySendAsync(message), Limit, $"an answer to the event {message.Id}");
        return told.MessageCase == ToConnector.MessageOneofCase.EventAccepted;
    }

    /// <summary>Answers each command, the first time with what its manifest does not allow, and dials again whenever the hub is gone.</summary>
    public async Task ServeCarelesslyAsync(CancellationToken stopping)
    {
        var known = new HashSet<string>();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            do
            {
                await TryServeAsync(known, stopping);
            }
            while (await ticks.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The town closes.
        }
    }

    private async Task TryServeAsync(HashSet<string> known, CancellationToken stopping)
    {
        try
        {
            using var channel = GrpcChannel.ForAddress(hub);
            using var session = await AttachAsync(channel, stopping);
            while (await session.ResponseStream.MoveNext(stopping))
            {
                if (session.ResponseStream.Current.Command is { } command)
                {
                    var answer = known.Add(command.Id) ? WrongAnswer : """{"right":true}""";
                    await session.RequestStream.WriteAsync(new FromConnector { Reply = new Reply { CommandId = command.Id, Payload = Google.Protobuf.ByteString.CopyFromUtf8(answer) } }, stopping);
                    await session.RequestStream.WriteAsync(new FromConnector { Credit = new Credit { Commands = 1 } }, stopping);
                }
            }
        }
        catch (Exception gone) when (gone is RpcException or HttpRequestException or IOException or InvalidOperationException)
        {
            stopping.ThrowIfCancellationRequested();
        }
    }

    private async Task<AsyncDuplexStreamingCall<FromConnector, ToConnector>> AttachAsync(GrpcChannel channel, CancellationToken cancellationToken)
    {
        var session = new ConnectorHub.ConnectorHubClient(channel).Attach(new Metadata { { "authorization", $"ApiKey {key}" } }, cancellationToken: cancellationToken);
        await session.RequestStream.WriteAsync(new FromConnector
        {
            Hello = new Hello { Connector = name, Instance = "played", InitialCredit = 4, Manifest = Google.Protobuf.ByteString.CopyFrom(await File.ReadAllBytesAsync(manifestFile, cancellationToken)) },
        }, cancellationToken);
        return session;
    }

    private async Task<ToConnector?> TrySendAsync(Event message)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            using var channel = GrpcChannel.ForAddress(hub);
            using var session = await AttachAsync(channel, limit.Token);
            await session.RequestStream.WriteAsync(new FromConnector { Event = message });
            while (await session.ResponseStream.MoveNext(limit.Token))
            {
                if (session.ResponseStream.Current.MessageCase is ToConnector.MessageOneofCase.EventAccepted or ToConnector.MessageOneofCase.EventRefused)
                {
                    return session.ResponseStream.Current;
                }
            }
        }
        catch (Exception gone) when (gone is RpcException or HttpRequestException or IOException or InvalidOperationException)
        {
            // The hub is not there now.
        }

        return null;
    }
}
