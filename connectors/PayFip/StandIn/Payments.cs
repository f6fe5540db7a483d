using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Durability;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>
/// The operations that the stand-in knows. Each change is written to its journal, then to the ledger, and only then seen:
/// a kill at any moment leaves a state that the next start completes.
/// </summary>
internal sealed class Payments : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Payment> _byIdOp = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _deciding = new();
    private readonly ConcurrentDictionary<string, bool> _paidReferences = new();
    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly DurableLines _journal;

    public Payments(StandInOptions options, Ledger ledger, TimeProvider time)
    {
        _ledger = ledger;
        _time = time;
        _journal = DurableLines.Open(Path.Combine(options.EffectiveData, "payfip.jsonl"), line =>
        {
            Show(JsonSerializer.Deserialize<Payment>(line)!); // written by this class
        });
    }

    public ICollection<Payment> All => _byIdOp.Values;

    public Payment? Find(string idOp) => _byIdOp.GetValueOrDefault(idOp);

    /// <summary>Writes the ledger lines that a crash kept from being written.</summary>
    public async Task CompleteLedgerAsync()
    {
        foreach (var payment in _byIdOp.Values.OrderBy(payment => payment.CreatedAt))
        {
            await _ledger.RequestedAsync(payment);
            if (payment is { IsDebited: true, Decision: { } decision })
            {
                await _ledger.DebitedAsync(payment, decision);
            }
        }
    }

    public async Task<Payment> CreateAsync(PaymentOrder order, CitizenPlan plan)
    {
        var payment = new Payment(Guid.NewGuid().ToString(), _time.GetUtcNow(), order, plan, Decision: null);
        await _journal.AppendAsync(JsonSerializer.Serialize(payment));
        await _ledger.RequestedAsync(payment);
        Show(payment);
        return payment;
    }

    /// <summary>
    /// The citizen decides. An abandoned operation may be taken up again; any other end is final, and the one that stands is returned.
    /// </summary>
    /// <param name="idOp">An operation that exists.</param>
    /// <param name="result">P, V, R, Z or A.</param>
    /// <param name="amountCents">An amount other than the one asked, or null.</param>
    /// <param name="unlessReferencePaid">True: nothing happens when the same reference was already paid by another operation.</param>
    /// <param name="cancellationToken">Stops waiting for another decision on the same reference.</param>
    public async Task<Payment> DecideAsync(string idOp, string result, long? amountCents, bool unlessReferencePaid, CancellationToken cancellationToken)
    {
        // One decision at a time per reference, so that two operations of one reference cannot both find it unpaid.
        var gate = _deciding.GetOrAdd(_byIdOp[idOp].Order.Refdet, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var payment = _byIdOp[idOp];
            if (payment.Decision is { Result: not "A" } || (unlessReferencePaid && _paidReferences.ContainsKey(payment.Order.Refdet)))
            {
                return payment;
            }

            var authorization = result is "P" ? Random.Shared.Next(100_000, 1_000_000).ToString(CultureInfo.InvariantCulture) : null;
            var decision = new Decision(result, _time.GetUtcNow(), amountCents ?? payment.Order.Montant, authorization);
            payment = payment with { Decision = decision, Notified = false };
            await _journal.AppendAsync(JsonSerializer.Serialize(payment));
            if (payment.IsDebited)
            {
                await _ledger.DebitedAsync(payment, decision);
            }

            Show(payment);
            return payment;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The notification of this decision needs no repeating.</summary>
    public async Task NotifiedAsync(Payment told, CancellationToken cancellationToken)
    {
        var gate = _deciding.GetOrAdd(told.Order.Refdet, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var payment = _byIdOp[told.IdOp];
            if (payment.Decision == told.Decision && !payment.Notified)
            {
                payment = payment with { Notified = true };
                await _journal.AppendAsync(JsonSerializer.Serialize(payment));
                Show(payment);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private void Show(Payment payment)
    {
        _byIdOp[payment.IdOp] = payment;
        if (payment.IsDebited)
        {
            _paidReferences[payment.Order.Refdet] = true;
        }
    }
}
