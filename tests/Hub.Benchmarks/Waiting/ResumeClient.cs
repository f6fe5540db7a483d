using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Waiting;

/// <summary>Sends events one after the other, each for another correlation, and waits until its workflow has gone on durably. A process of its own on the load's core.</summary>
internal static class ResumeClient
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null });
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse($"ApiKey {HubSide.AdministratorKey}");
        return await WorkerProgram.ServeAsync(
            async line => JsonSerializer.Serialize(await SendAsync(http, JsonSerializer.Deserialize<ResumeOrder>(line)!, cancellationToken)), // an object, as ResumeByKey writes it
            cancellationToken);
    }

    private static async Task<ResumeResult> SendAsync(HttpClient http, ResumeOrder order, CancellationToken cancellationToken)
    {
        var random = new Random(order.Seed);
        var latencies = new Latencies(order.Count);
        for (var sent = 0; sent < order.Count; sent++)
        {
            var body = $$"""{"correlationId":"{{WaitingStore.KeyOf(random.Next(order.Waiting))}}","workflowExecutionMode":"Synchronous"}""";
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var begin = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync(order.Url, content, cancellationToken);
            latencies.Add(Stopwatch.GetTimestamp() - begin);
            answer.EnsureSuccessStatusCode();
        }

        return new ResumeResult(latencies.Percentile(50), latencies.Percentile(99), 0);
    }
}

/// <param name="Waiting">The numbers below this one wait.</param>
/// <param name="Seed">The same one gives the same correlations.</param>
internal sealed record ResumeOrder(Uri Url, int Waiting, int Count, int Seed);

/// <param name="CpuMicroseconds">Of the hub, for each; filled in by whoever knows its process.</param>
internal sealed record ResumeResult(double P50Microseconds, double P99Microseconds, double CpuMicroseconds);
