using System.Runtime.InteropServices;
using Hub.Benchmarks;
using Hub.Benchmarks.Engine;
using Hub.Benchmarks.Exchange;
using Hub.Benchmarks.Expressions;
using Hub.Benchmarks.Growth;
using Hub.Benchmarks.Grpc;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Soak;
using Hub.Benchmarks.Start;
using Hub.Benchmarks.Store;
using Hub.Benchmarks.Timers;
using Hub.Benchmarks.Validation;
using Hub.Benchmarks.Waiting;

// One line a benchmark; the order is that of "all".
IBenchmark[] benchmarks =
[
    new JourneyBenchmark(),
    new ExchangeBenchmark(),
    new StoreBenchmark(),
    new EngineBenchmark(),
    new ValidationBenchmark(),
    new ExpressionsBenchmark(),
    new GrpcBenchmark(),
    new StartBenchmark(),
    new WaitingBenchmark(),
    new TimersBenchmark(),
    new GrowthBenchmark(),
    new SoakBenchmark(),
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
    case ["role:stub", .. var rest]:
        return await StubServer.RunAsync(rest, stop.Token);
    case ["role:relay", .. var rest]:
        return await RelayServer.RunAsync(rest, stop.Token);
    case ["role:load", .. var rest]:
        return await OpenLoopLoad.RunAsync(rest, stop.Token);
    case ["role:connector", .. var rest]:
        return await EchoConnector.RunAsync(rest, stop.Token);
    case ["role:engine"]:
        return await EngineWorker.RunAsync(stop.Token);
    case ["role:resume"]:
        return await ResumeClient.RunAsync(stop.Token);
    case ["role:validation", var sets]:
        return await ValidationWorker.RunAsync(sets, stop.Token);
    case ["role:expressions", var texts]:
        return await ExpressionsWorker.RunAsync(texts, stop.Token);
    case ["role:grpc", .. var rest]:
        return await GrpcServers.RunOursAsync(rest, stop.Token);
    case ["role:grpc-raw", .. var rest]:
        return await GrpcServers.RunRawAsync(rest, stop.Token);
}

return await CommandLine.RunAsync(benchmarks, args, stop.Token);
