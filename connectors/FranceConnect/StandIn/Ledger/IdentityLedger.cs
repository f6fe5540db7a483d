using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Connectors.FranceConnect.StandIn.Ledger;

/// <summary>
/// <c>france-connect.jsonl</c>: one line per identity that was given out. The line is on the disk before the answer leaves.
/// Reading the same sign-in's identity again is the same effect and adds no line.
/// </summary>
internal sealed class IdentityLedger : IDisposable
{
    private readonly FileStream _file;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly TimeProvider _time;

    public IdentityLedger(StandInOptions options, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(options.Ledgers);
        var path = Path.Combine(options.Ledgers, "france-connect.jsonl");
        var torn = ReadBack(path);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (torn)
        {
            // A killed process may leave half a line: closing it keeps the next line readable.
            _file.WriteByte((byte)'\n');
        }
    }

    public void IdentityRead(string idempotencyKey, string reference, string tenant)
    {
        lock (_writing)
        {
            if (_written.Contains(idempotencyKey))
            {
                return;
            }

            var line = new JsonObject
            {
                ["at"] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
                ["kind"] = "identity.read",
                ["idempotencyKey"] = idempotencyKey,
                ["reference"] = reference,
                ["tenant"] = tenant,
            };
            _file.Write(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
            _file.Flush(flushToDisk: true);
            FailPoint.Hit("stand-in.after-ledger-before-answer");
            _written.Add(idempotencyKey);
        }
    }

    public void Dispose() => _file.Dispose();

    private bool ReadBack(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var text = File.ReadAllText(path);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonNode.Parse(line)?["idempotencyKey"]?.GetValue<string>() is { } key)
                {
                    _written.Add(key);
                }
            }
            catch (JsonException)
            {
                // Half a line from a process that was killed: its answer never left, so it is no effect.
            }
        }

        return text.Length > 0 && text[^1] != '\n';
    }
}
