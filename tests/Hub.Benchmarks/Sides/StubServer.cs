using Hub.Benchmarks.Measuring;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hub.Benchmarks.Sides;

/// <summary>
/// The outside system of both sides: reads what it is sent, answers at once with a small JSON, and keeps nothing. A process of its own,
/// on the load's core, so that its time is nobody's.
/// </summary>
internal sealed class StubServer : IAsyncDisposable
{
    private static readonly byte[] Reply = "{\"caseNumber\":\"2026-004217\",\"state\":\"open\",\"office\":\"Guichet famille\"}"u8.ToArray();

    private readonly SideProgram program;

    private StubServer(SideProgram program, Uri address) => (this.program, Address) = (program, address);

    public Uri Address { get; }

    public static async Task<StubServer> StartAsync(BenchmarkRun run, Cores cores, HttpClient http, CancellationToken cancellationToken)
    {
        var address = new Uri(Machine.Text($"http://127.0.0.1:{SideProgram.FreePort()}"));
        var program = SideProgram.StartOwn(["role:stub", Machine.Text($"{address.Port}")], new Dictionary<string, string>(), cores.Load, Path.Combine(run.Folder, "stub.log"));
        await program.UntilAnswersAsync(http, () => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
        return new StubServer(program, address);
    }

    /// <summary>The role itself: <c>stub PORT</c>.</summary>
    public static Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken) => BareServer.RunAsync(
        arguments[0],
        HttpProtocols.Http1,
        async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Reply.Length;
            await context.Response.Body.WriteAsync(Reply, context.RequestAborted);
        },
        cancellationToken);

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
