using System.Net;
using Hub.Benchmarks.Measuring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
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
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture), listen => listen.Protocols = HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Reply.Length;
            await context.Response.Body.WriteAsync(Reply, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
