using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Load;

/// <summary>
/// Requests that come when they come, at a fixed rate, whether the earlier ones were answered or not. A latency counts from when the
/// request was due, so a server that stalls pays for everybody who came meanwhile. Due times are kept to about a millisecond.
/// </summary>
internal static class OpenLoopLoad
{
    // Beyond this the server is lost anyway, and so would be the generator.
    private const int MaxOpen = 8192;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs the load as a process of its own on the load's core.</summary>
    public static async Task<OpenLoopResult> MeasureAsync(
        Uri url,
        string bodies,
        double perSecond,
        TimeSpan duration,
        Cores cores,
        string folder,
        CancellationToken cancellationToken,
        string? authorization = null)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Hub.Benchmarks.dll"), "role:load", url.AbsoluteUri, bodies, Machine.Text($"{perSecond:0.0}"), Machine.Text($"{duration.TotalSeconds:0}")];
        var environment = new Dictionary<string, string> { ["HUB_BENCH_AUTHORIZATION"] = authorization ?? "" };
        var output = await ShortProgram.RunAsync("dotnet", arguments, environment, folder, cancellationToken, cores.Load);
        return JsonSerializer.Deserialize<OpenLoopResult>(output, JsonSerializerOptions.Web)!; // an object, as RunAsync prints it
    }

    /// <summary>The role itself: <c>load URL BODIES RATE SECONDS</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var url = new Uri(arguments[0]);
        var bodies = (await File.ReadAllLinesAsync(arguments[1], cancellationToken)).Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        var perSecond = double.Parse(arguments[2], CultureInfo.InvariantCulture);
        var seconds = double.Parse(arguments[3], CultureInfo.InvariantCulture);
        var authorization = Environment.GetEnvironmentVariable("HUB_BENCH_AUTHORIZATION") is { Length: > 0 } given ? AuthenticationHeaderValue.Parse(given) : null;
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null }) { Timeout = TimeSpan.FromSeconds(60) };

        var total = (int)(perSecond * (seconds + WarmUp.TotalSeconds));
        var latencies = new Latencies(total);
        var refused = 0;
        var failed = 0;
        var open = 0;
        var all = new List<Task>(total);
        var begin = Stopwatch.GetTimestamp();
        var step = Stopwatch.Frequency / perSecond;
        var counted = begin + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
        for (var number = 0; number < total; number++)
        {
            var due = begin + (long)(number * step);
            while (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(1, cancellationToken);
            }

            if (Volatile.Read(ref open) >= MaxOpen)
            {
                failed++;
                continue;
            }

            Interlocked.Increment(ref open);
            all.Add(SendAsync(bodies[number % bodies.Length], due));
        }

        await Task.WhenAll(all);
        Console.WriteLine(JsonSerializer.Serialize(
            new OpenLoopResult(perSecond, latencies.Count, refused, failed, latencies.Percentile(50), latencies.Percentile(99), latencies.Percentile(99.9), latencies.Percentile(100)),
            JsonSerializerOptions.Web));
        return 0;

        async Task SendAsync(byte[] body, long due)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Version = HttpVersion.Version11, Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = authorization;
            HttpStatusCode? status = null;
            try
            {
                using var answer = await http.SendAsync(request, cancellationToken);
                status = answer.StatusCode;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // Counted as failed below.
            }

            var elapsed = Stopwatch.GetTimestamp() - due;
            Interlocked.Decrement(ref open);
            lock (latencies)
            {
                if (status is HttpStatusCode.ServiceUnavailable)
                {
                    refused++;
                }
                else if (status is not (>= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices))
                {
                    failed++;
                }
                else if (due >= counted)
                {
                    latencies.Add(elapsed);
                }
            }
        }
    }
}

/// <param name="PerSecond">The rate of arrivals that was asked for.</param>
/// <param name="Answered">Good answers, without the first second's.</param>
/// <param name="Refused">Answered 503: come again later, nothing was taken.</param>
/// <param name="Failed">Any other answer, none within the time, or not even sent because too many were open.</param>
internal sealed record OpenLoopResult(double PerSecond, int Answered, int Refused, int Failed, double P50Microseconds, double P99Microseconds, double P999Microseconds, double MaxMicroseconds);
