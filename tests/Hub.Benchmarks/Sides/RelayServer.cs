using System.Net.Http.Headers;
using Hub.Benchmarks.Measuring;
using Hub.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hub.Benchmarks.Sides;

/// <summary>
/// HTTP alone: takes a request, makes the journey's two calls one after the other and answers with what came last. It validates
/// nothing and maps nothing; what the platform asks for that, no journey on it can undercut. With a store it also commits, before each
/// call and before it answers, what it has in hand, as one row: what SQLite asks for that, no durable journey on it can undercut.
/// </summary>
internal sealed class RelayServer : IAsyncDisposable
{
    private RelayServer(SideProgram program, Uri http) => (Program, Http) = (program, http);

    public SideProgram Program { get; }

    public Uri Http { get; }

    public static async Task<RelayServer> StartAsync(BenchmarkRun run, Cores cores, StubServer stub, string method, bool keeps, HttpClient http, CancellationToken cancellationToken)
    {
        var address = new Uri(Machine.Text($"http://127.0.0.1:{SideProgram.FreePort()}"));
        // The collector and the compiler as the hub has them.
        var environment = new Dictionary<string, string> { ["DOTNET_gcServer"] = "0", ["DOTNET_TC_QuickJit"] = "0" };
        string[] store = keeps ? [run.NewFolder("relay")] : [];
        var program = SideProgram.StartOwn(["role:relay", Machine.Text($"{address.Port}"), stub.Address.AbsoluteUri, method, .. store], environment, cores.Server, Path.Combine(run.Folder, "relay.log"));
        await program.UntilAnswersAsync(http, () => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);
        return new RelayServer(program, address);
    }

    /// <summary>The role itself: <c>relay PORT STUB METHOD [STORE]</c>. A call that changes nothing needs no commit before it.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        _ = BatchScheduling.Ask(); // as the hub does; where the system refuses, it refuses both
        var stub = new Uri(arguments[1]);
        var method = new HttpMethod(arguments[2]);
        using var store = arguments is [_, _, _, var folder] ? new BareCommits(folder) : null;
        Task KeepAsync(bool isNeeded, byte[] content) => store is not null && isNeeded ? store.KeepAsync(content) : Task.CompletedTask;
        using var caller = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        return await BareServer.RunAsync(
            arguments[0],
            HttpProtocols.Http1,
            async context =>
            {
                using var request = new MemoryStream();
                await context.Request.Body.CopyToAsync(request, context.RequestAborted);
                var received = request.ToArray();
                await KeepAsync(method == HttpMethod.Post, received);
                var opened = await CallAsync(caller, method, new Uri(stub, "/open-case"), received, context.RequestAborted);
                await KeepAsync(method == HttpMethod.Post, opened);
                var paid = await CallAsync(caller, method, new Uri(stub, "/request-payment"), opened, context.RequestAborted);
                await KeepAsync(isNeeded: true, paid);
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = paid.Length;
                await context.Response.Body.WriteAsync(paid, context.RequestAborted);
            },
            cancellationToken);
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();

    private static async Task<byte[]> CallAsync(HttpMessageInvoker caller, HttpMethod method, Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var response = await caller.SendAsync(request, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
