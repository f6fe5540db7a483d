using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Durability;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>
/// <c>citizen-relations.jsonl</c>: one line per effect, on the disk before anyone hears of the effect.
/// What really happened, for those who check the hub without asking the hub.
/// </summary>
internal sealed class Ledger : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HashSet<long> _written = [];
    private readonly DurableLines _lines;

    public Ledger(StandInOptions options) => _lines = DurableLines.Open(Path.Combine(options.Ledgers, "citizen-relations.jsonl"), Remember);

    /// <summary>Writes the effect, unless an earlier run already did: each has the number it has in the journal.</summary>
    public async Task WriteAsync(Effet effet)
    {
        lock (_written)
        {
            if (!_written.Add(effet.Numero))
            {
                return;
            }
        }

        var line = new Line(
            effet.Demande.MisAJourLe.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            effet.Ouverture ? "case.opened" : "case.updated",
            effet.Cle,
            effet.Demande.Id,
            effet.Demande.Collectivite,
            effet.Demande.ReferenceExterne,
            effet.Demande.Statut,
            effet.Numero);
        await _lines.AppendAsync(JsonSerializer.Serialize(line, Json));
        FailPoint.Hit("stand-in.after-ledger-before-answer");
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private void Remember(string text) => _written.Add(JsonSerializer.Deserialize<Line>(text, Json)!.Number); // written by this class

    private sealed record Line(
        string At, string Kind, string? IdempotencyKey, string Reference, string Tenant, string ExternalReference, string Status, long Number);
}

/// <summary>One change of one case: its number in the journal, the caller's idempotency key, a digest of what was asked, and the case as it left it.</summary>
internal sealed record Effet(long Numero, bool Ouverture, string? Cle, string Empreinte, Demande Demande);
