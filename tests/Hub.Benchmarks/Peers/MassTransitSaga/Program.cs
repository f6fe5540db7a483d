using System.Globalization;
using Hub.Benchmarks.Peers.MassTransitSaga;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A number of journeys a line on standard input; for each line what they cost, as JSON.
const int SideBySide = 64;
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddMassTransit(bus =>
{
    bus.AddSagaStateMachine<JourneyMachine, JourneyState>().InMemoryRepository();
    bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
});
using var host = builder.Build();
await host.StartAsync();
var bus = host.Services.GetRequiredService<IBus>();
await Console.Out.WriteLineAsync("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    var count = int.Parse(line, CultureInfo.InvariantCulture);
    var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
    var begin = TimeProvider.System.GetTimestamp();
    await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (_, cancellationToken) =>
    {
        var id = NewId.NextGuid();
        var ended = JourneyMachine.Await(id);
        await bus.Publish(new Received(id), cancellationToken);
        await ended;
    });
    var seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    await Console.Out.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"perSecond\":{count / seconds},\"cpuMicroseconds\":{(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count},\"allocatedBytes\":{(GC.GetTotalAllocatedBytes() - allocated) / count}}}"));
}

await host.StopAsync();
