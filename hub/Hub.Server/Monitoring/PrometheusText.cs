using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Hub.Server.Monitoring;

/// <summary>
/// Collects what the process' meters measure and writes it in Prometheus' text format 0.0.4. Histograms keep OpenTelemetry's
/// bucket boundaries for durations in seconds.
/// </summary>
internal sealed class PrometheusText : IHostedService, IDisposable
{
    private static readonly double[] Boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly string[] Meters = [HubGauges.MeterName, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    private readonly Dictionary<string, Family> families = new(StringComparer.Ordinal);
    private readonly Lock collecting = new();
    private readonly MeterListener listener = new();

    // Asking for the gauges makes them exist.
    public PrometheusText(HubGauges gauges, LoadGauges load)
    {
        _ = (gauges, load);
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                own.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record((Family)family!, value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record((Family)family!, value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record((Family)family!, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => listener.Dispose();

    public string Write()
    {
        lock (collecting)
        {
            foreach (var family in families.Values.Where(family => family.IsObserved))
            {
                family.Clear();
            }
        }

        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (collecting)
        {
            foreach (var (name, family) in families.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (family.IsEmpty)
                {
                    continue;
                }

                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {family.Help}\n# TYPE {name} {family.Type}\n");
                foreach (var series in family.All)
                {
                    series.WriteTo(text, name);
                }
            }
        }

        return text.ToString();
    }

    private Family FamilyOf(Instrument instrument)
    {
        var isHistogram = instrument is Histogram<double> or Histogram<long> or Histogram<int>;
        var isCounter = instrument is Counter<long> or Counter<double> or Counter<int> or ObservableCounter<long> or ObservableCounter<double> or ObservableCounter<int>;
        var isLast = instrument.IsObservable || instrument is Gauge<long> or Gauge<double> or Gauge<int>;
        var name = NameOf(instrument, isCounter);
        lock (collecting)
        {
            if (!families.TryGetValue(name, out var family))
            {
                families.Add(name, family = new Family(
                    isHistogram ? "histogram" : isCounter ? "counter" : "gauge",
                    (instrument.Description ?? instrument.Name).Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings(" "),
                    instrument.IsObservable,
                    isLast));
            }

            return family;
        }
    }

    // Several times a request: nothing is built here for labels that were seen before.
    private void Record(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (collecting)
        {
            family.SeriesOf(tags)?.Add(value, family.IsLast);
        }
    }

    private static string NameOf(Instrument instrument, bool isCounter)
    {
        var name = new StringBuilder();
        foreach (var letter in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        if (instrument.Unit == "s" && !instrument.Name.EndsWith("seconds", StringComparison.Ordinal))
        {
            name.Append("_seconds");
        }
        else if (instrument.Unit == "By" && !instrument.Name.EndsWith("bytes", StringComparison.Ordinal))
        {
            name.Append("_bytes");
        }

        return isCounter ? name.Append("_total").ToString() : name.ToString();
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var name = new string([.. key.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
            var shown = Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{name}=\"{shown}\"");
        }

        return text.ToString();
    }

    private sealed class Family(string type, string help, bool isObserved, bool isLast)
    {
        // Whoever calls with ever new label values must not fill the memory.
        private const int MaxSeries = 2000;

        private readonly Dictionary<int, List<Series>> byHash = [];
        private Series? last;
        private int count;

        public string Type { get; } = type;

        public string Help { get; } = help;

        /// <summary>Its instrument is asked when the text is written.</summary>
        public bool IsObserved { get; } = isObserved;

        /// <summary>A measurement is the value, not something to add to it.</summary>
        public bool IsLast { get; } = isLast;

        public bool IsEmpty => count == 0;

        public IEnumerable<Series> All => byHash.Values.SelectMany(series => series).OrderBy(series => series.Labels, StringComparer.Ordinal);

        public void Clear()
        {
            byHash.Clear();
            last = null;
            count = 0;
        }

        // Most often the labels are those of the measurement before, and comparing them costs less than their hash.
        public Series? SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (last?.Has(tags) == true)
            {
                return last;
            }

            return Find(tags) is { } found ? last = found : null;
        }

        private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var hash = default(HashCode);
            foreach (var (_, value) in tags)
            {
                hash.Add(value);
            }

            var key = hash.ToHashCode();
            if (byHash.TryGetValue(key, out var same))
            {
                foreach (var series in same)
                {
                    if (series.Has(tags))
                    {
                        return series;
                    }
                }
            }

            if (count >= MaxSeries)
            {
                return null;
            }

            count++;
            if (same is null)
            {
                byHash.Add(key, same = []);
            }

            var made = new Series(Type == "histogram" ? Boundaries.Length + 1 : 0, tags.ToArray());
            same.Add(made);
            return made;
        }
    }

    private sealed class Series(int buckets, KeyValuePair<string, object?>[] tags)
    {
        private readonly long[] counts = new long[buckets];
        private double sum;
        private long count;

        public string Labels { get; } = PrometheusText.Labels(tags);

        public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
        {
            if (others.Length != tags.Length)
            {
                return false;
            }

            for (var i = 0; i < tags.Length; i++)
            {
                if (tags[i].Key != others[i].Key || !Equals(tags[i].Value, others[i].Value))
                {
                    return false;
                }
            }

            return true;
        }

        /// <param name="isLast">The measurement is the value, not something to add to it.</param>
        public void Add(double value, bool isLast)
        {
            sum = isLast ? value : sum + value;
            count++;
            if (counts.Length > 0)
            {
                var index = Array.FindIndex(Boundaries, boundary => value <= boundary);
                counts[index < 0 ? Boundaries.Length : index]++;
            }
        }

        public void WriteTo(StringBuilder text, string name)
        {
            var labels = Labels;
            var braces = labels.Length == 0 ? "" : $"{{{labels}}}";
            if (counts.Length == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {sum}\n");
                return;
            }

            var comma = labels.Length == 0 ? "" : ",";
            long below = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                below += counts[i];
                var boundary = i < Boundaries.Length ? Boundaries[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{boundary}\"}} {below}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {sum}\n{name}_count{braces} {count}\n");
        }
    }
}
