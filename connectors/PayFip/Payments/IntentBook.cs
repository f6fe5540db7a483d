using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Connectors.Durability;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>A payment and the right to change it: whoever changes it holds <see cref="Gate"/>.</summary>
internal sealed class IntentEntry(PaymentIntent intent)
{
    private volatile PaymentIntent _intent = intent;

    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Held while settlements go to the hub, so that they go in order.</summary>
    public SemaphoreSlim Publishing { get; } = new(1);

    public PaymentIntent Intent
    {
        get => _intent;
        set => _intent = value;
    }
}

/// <summary>
/// The payments that this connector follows, in memory and in a journal on disk: the last line about a payment is its state.
/// A change is seen by others only when its line is on the disk.
/// </summary>
internal sealed class IntentBook : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IntentEntry> _byPaymentId = new();
    private readonly ConcurrentDictionary<string, IntentEntry> _byIdOp = new();
    private readonly ConcurrentDictionary<string, IntentEntry> _byRefdet = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _creating = new();
    private readonly DurableLines _journal;

    /// <summary>Reads the journal, forgets payments that ended longer ago than the retention, and writes it anew with one line for each payment.</summary>
    public IntentBook(PayFipOptions options, TimeProvider time)
    {
        var path = Path.Combine(options.Data, "payments.jsonl");
        var last = new Dictionary<string, PaymentIntent>();
        DurableLines.Read(path, line =>
        {
            var intent = JsonSerializer.Deserialize<PaymentIntent>(line)!; // written by this class
            last[intent.PaymentId] = intent;
        });
        var forgetBefore = time.GetUtcNow() - options.Retention;
        Rewrite(path, last.Values.Where(intent => intent.ChangedAt > forgetBefore || intent.Settlements.Any(settlement => !settlement.Published)));
        _journal = DurableLines.Open(path, line => Show(new IntentEntry(JsonSerializer.Deserialize<PaymentIntent>(line)!))); // written by this class
    }

    public IEnumerable<IntentEntry> All => _byPaymentId.Values;

    public IntentEntry? Find(string paymentId) => _byPaymentId.GetValueOrDefault(paymentId);

    public IntentEntry? FindByIdOp(string idOp) => _byIdOp.GetValueOrDefault(idOp);

    public IntentEntry? FindByRefdet(string refdet) => _byRefdet.GetValueOrDefault(refdet);

    /// <summary>The payment of that id; <paramref name="create"/> gives its first state where there is none, which is on the disk when this returns.</summary>
    public async Task<IntentEntry> FindOrAddAsync(string paymentId, Func<PaymentIntent> create, CancellationToken cancellationToken)
    {
        if (Find(paymentId) is { } present)
        {
            return present;
        }

        var creating = _creating.GetOrAdd(paymentId, _ => new SemaphoreSlim(1));
        await creating.WaitAsync(cancellationToken);
        try
        {
            if (Find(paymentId) is { } first)
            {
                return first;
            }

            var intent = create();
            await _journal.AppendAsync(JsonSerializer.Serialize(intent));
            var entry = new IntentEntry(intent);
            Show(entry);
            return entry;
        }
        finally
        {
            creating.Release();
            _creating.TryRemove(paymentId, out _);
        }
    }

    /// <summary>Writes a change; the caller holds the entry's gate.</summary>
    public async Task SaveAsync(IntentEntry entry, PaymentIntent intent)
    {
        await _journal.AppendAsync(JsonSerializer.Serialize(intent));
        entry.Intent = intent;
        Show(entry);
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private void Show(IntentEntry entry)
    {
        _byPaymentId[entry.Intent.PaymentId] = entry;
        _byRefdet[entry.Intent.Refdet] = entry;
        foreach (var operation in entry.Intent.Operations)
        {
            _byIdOp[operation.IdOp] = entry;
        }
    }

    // Beside the journal, then in its place: a crash leaves the one or the other, whole.
    private static void Rewrite(string path, IEnumerable<PaymentIntent> intents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            foreach (var intent in intents)
            {
                JsonSerializer.Serialize(file, intent);
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
