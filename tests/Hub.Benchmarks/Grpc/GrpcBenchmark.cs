using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Grpc;

/// <summary>
/// The standard health check, unary, over HTTP/2 without TLS: our gRPC beside Kestrel without any (the floor) and beside grpc-js,
/// under the same h2load.
/// </summary>
internal sealed partial class GrpcBenchmark : IBenchmark
{
    private const string Path = "/grpc.health.v1.Health/Check";
    private const string Ours = "Hub.Grpc";

    public string Name => "grpc";

    public string Summary => "gRPC unary calls beside raw Kestrel and grpc-js, under the same h2load";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var peers = await NodePeers.InstallAsync(cancellationToken);
        var body = System.IO.Path.Combine(run.Folder, "empty-message");
        await File.WriteAllBytesAsync(body, new byte[5], cancellationToken); // one uncompressed frame of no bytes: the empty HealthCheckRequest
        foreach (var cores in Cores.All)
        {
            run.Say($"{cores.Name}…");
            var (ourPort, rawPort, nodePort) = (SideProgram.FreePort(), SideProgram.FreePort(), SideProgram.FreePort());
            await using var ours = SideProgram.StartOwn(["role:grpc", Machine.Text($"{ourPort}")], new Dictionary<string, string>(), cores.Server, System.IO.Path.Combine(run.Folder, "grpc.log"));
            await using var raw = SideProgram.StartOwn(["role:grpc-raw", Machine.Text($"{rawPort}")], new Dictionary<string, string>(), cores.Server, System.IO.Path.Combine(run.Folder, "raw.log"));
            var script = System.IO.Path.Combine(Repository.Benchmarks, "Grpc", "health.cjs");
            var environment = new Dictionary<string, string>
            {
                ["HUB_BENCH_PEERS"] = peers.Folder,
                ["HUB_BENCH_PORT"] = Machine.Text($"{nodePort}"),
                ["HUB_BENCH_PROTO"] = System.IO.Path.Combine(Repository.Root, "hub", "Hub.Grpc", "protos", "grpc", "health", "v1", "health.proto"),
                ["NODE_ENV"] = "production",
            };
            await using var node = SideProgram.Start(peers.Node, [script], environment, cores.Server, System.IO.Path.Combine(run.Folder, "grpc-js.log"));
            foreach (var port in new[] { ourPort, rawPort, nodePort })
            {
                await UntilListensAsync(port, cancellationToken);
            }

            Task<CallRates> LoadAsync(SideProgram server, int port) => MeasureAsync(run, cores, server, port, body, cancellationToken);
            var beside = await Interleaved.RunAsync(run.Pairs, () => LoadAsync(ours, ourPort), () => LoadAsync(raw, rawPort));
            Report(run.Report, cores, "Kestrel without gRPC", beside);
            var peer = await Interleaved.RunAsync(run.Pairs, () => LoadAsync(ours, ourPort), () => LoadAsync(node, nodePort));
            Report(run.Report, cores, "grpc-js 1.14.7", peer);
        }
    }

    private static void Report(BenchmarkReport report, Cores cores, string theirs, IReadOnlyList<(CallRates Ours, CallRates Theirs)> pairs)
    {
        report.Compare($"CPU of a unary call ({cores.Name})", "µs", Ours, theirs, pairs.Select(one => one.CpuMicroseconds));
        report.Compare($"unary calls ({cores.Name})", "per second", Ours, theirs, pairs.Select(one => one.PerSecond));
    }

    private static async Task<CallRates> MeasureAsync(BenchmarkRun run, Cores cores, SideProgram server, int port, string body, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-t", "1", "-c", "4", "-m", "32", "-D", Machine.Text($"{run.Slice.TotalSeconds:0}"), "-d", body,
            "-H", "content-type: application/grpc", "-H", "te: trailers", Machine.Text($"http://127.0.0.1:{port}{Path}"),
        ];
        var before = ProcessUsage.CpuSeconds(server.Id);
        string output;
        try
        {
            output = await ShortProgram.RunAsync("h2load", arguments, new Dictionary<string, string>(), run.Folder, cancellationToken, cores.Load);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkRefusedException("h2load is missing: apt-get install nghttp2-client, then run this again.");
        }

        var cpu = ProcessUsage.CpuSeconds(server.Id) - before;
        var (rate, counts) = (Rate().Match(output), Counts().Match(output));
        if (!rate.Success || !counts.Success || counts.Groups["failed"].Value != "0" || counts.Groups["done"].Value == "0")
        {
            throw new BenchmarkRefusedException($"h2load met failures or printed something else than expected:\n{output}\n{server.Output}");
        }

        return new CallRates(Number(rate.Groups["rate"]), cpu * 1e6 / Number(counts.Groups["done"]));
    }

    private static async Task UntilListensAsync(int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var socket = new System.Net.Sockets.TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", port, deadline.Token);
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(20, deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new BenchmarkRefusedException(Machine.Text($"nobody listens on port {port} after a minute."));
            }
        }
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in [^,]+, (?<rate>[0-9.]+) req/s", RegexOptions.NonBacktracking)]
    private static partial Regex Rate();

    [GeneratedRegex(@"requests: .* (?<done>[0-9]+) done, .* (?<failed>[0-9]+) failed", RegexOptions.NonBacktracking)]
    private static partial Regex Counts();

    private sealed record CallRates(double PerSecond, double CpuMicroseconds);
}
