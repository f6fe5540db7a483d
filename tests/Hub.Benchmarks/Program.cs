using System.Runtime.InteropServices;
using Hub.Benchmarks;
using Hub.Benchmarks.Exchange;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Store;

// One line a benchmark; the order is that of "all".
IBenchmark[] benchmarks =
[
    new JourneyBenchmark(),
    new ExchangeBenchmark(),
    new StoreBenchmark(),
];

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

// Programs that a benchmark starts beside itself, pinned to a core of their own.
switch (args)
{
    case ["stub", .. var rest]:
        return await StubServer.RunAsync(rest, stop.Token);
    case ["load", .. var rest]:
        return await OpenLoopLoad.RunAsync(rest, stop.Token);
    case ["connector", .. var rest]:
        return await EchoConnector.RunAsync(rest, stop.Token);
}

return await CommandLine.RunAsync(benchmarks, args, stop.Token);
