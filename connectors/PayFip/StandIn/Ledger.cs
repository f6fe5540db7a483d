using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Durability;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>
/// <c>payfip.jsonl</c>: one line per effect, on the disk before anyone hears of the effect.
/// What really happened, for those who check the hub without asking the hub.
/// </summary>
internal sealed class Ledger : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HashSet<(string Kind, string IdOp)> _written = [];
    private readonly DurableLines _lines;
    private readonly IReadOnlyDictionary<string, string> _clients;

    public Ledger(StandInOptions options)
    {
        _clients = options.Clients;
        _lines = DurableLines.Open(Path.Combine(options.Ledgers, "payfip.jsonl"), Remember);
    }

    public Task RequestedAsync(Payment payment) => WriteAsync("payment.requested", payment, payment.CreatedAt, payment.Order.Montant);

    public Task DebitedAsync(Payment payment, Decision decision) => WriteAsync("payment.debited", payment, decision.At, decision.AmountCents);

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    // A line per kind and operation: after a crash between the stand-in's own journal and this ledger, the effects of the
    // journal are written again, and those that are already here are left alone.
    private async Task WriteAsync(string kind, Payment payment, DateTimeOffset at, long amountCents)
    {
        lock (_written)
        {
            if (!_written.Add((kind, payment.IdOp)))
            {
                return;
            }
        }

        var line = new Line(
            at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            kind,
            payment.Order.Refdet,
            payment.Order.Refdet,
            _clients.GetValueOrDefault(payment.Order.Numcli),
            amountCents,
            payment.IdOp);
        await _lines.AppendAsync(JsonSerializer.Serialize(line, Json));
        FailPoint.Hit("stand-in.after-ledger-before-answer");
    }

    private void Remember(string text)
    {
        var line = JsonSerializer.Deserialize<Line>(text, Json)!; // written by this class
        _written.Add((line.Kind, line.IdOp));
    }

    private sealed record Line(string At, string Kind, string IdempotencyKey, string Reference, string? Tenant, long AmountCents, string IdOp);
}
