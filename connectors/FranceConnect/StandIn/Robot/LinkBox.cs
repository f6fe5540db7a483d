using System.Text;
using System.Text.Json;

namespace Hub.Connectors.FranceConnect.StandIn.Robot;

/// <summary>The sign-in links on the citizens' phones: a file, so that a killed stand-in finds those not followed yet.</summary>
internal sealed class LinkBox : IDisposable
{
    private readonly FileStream _file;
    private readonly Dictionary<string, Line> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();

    public LinkBox(StandInOptions options)
    {
        Directory.CreateDirectory(options.Data);
        var path = Path.Combine(options.Data, "france-connect.links.jsonl");
        if (File.Exists(path))
        {
            ReadBack(path);
        }

        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _file.Write("\n"u8);
    }

    public IReadOnlyList<(string Url, string? LoginHint)> Waiting
    {
        get
        {
            lock (_writing)
            {
                return [.. _open.Values.Select(line => (line.Url, line.LoginHint))];
            }
        }
    }

    /// <summary>False when the citizen has this link already: a message delivered twice is followed once.</summary>
    public bool Add(string url, string? loginHint)
    {
        lock (_writing)
        {
            if (!_seen.Add(url))
            {
                return false;
            }

            _open[url] = new Line(url, loginHint, Done: false);
            Append(_open[url]);
            return true;
        }
    }

    public void Done(string url)
    {
        lock (_writing)
        {
            _open.Remove(url);
            Append(new Line(url, null, Done: true));
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append(Line line)
    {
        _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line) + "\n"));
        _file.Flush(flushToDisk: true);
    }

    private void ReadBack(string path)
    {
        foreach (var text in File.ReadLines(path).Where(text => text.Length > 0))
        {
            try
            {
                if (JsonSerializer.Deserialize<Line>(text) is not { } line)
                {
                    continue;
                }

                _seen.Add(line.Url);
                if (line.Done)
                {
                    _open.Remove(line.Url);
                }
                else
                {
                    _open[line.Url] = line;
                }
            }
            catch (JsonException)
            {
                // Half a line from a killed process: its sender was not told yes and sends it again.
            }
        }
    }

    private sealed record Line(string Url, string? LoginHint, bool Done);
}
