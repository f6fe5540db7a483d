using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hub.Connectors.PayFip.Soap;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>How a payment ended, as the hub is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    [JsonStringEnumMemberName("paid")]
    Paid,

    [JsonStringEnumMemberName("refused")]
    Refused,

    [JsonStringEnumMemberName("abandoned")]
    Abandoned,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>A call of <c>creerPaiementSecurise</c> for one idempotency key, written before the call; <c>IdOp</c> follows once PayFiP has answered.</summary>
internal sealed record Claim(string Key, DateTimeOffset At, string? IdOp);

/// <summary>An operation of PayFiP for this payment. One whose link was never given to anyone is not <c>Offered</c>, yet can be paid.</summary>
internal sealed record Operation(string IdOp, DateTimeOffset CreatedAt, bool Offered, OperationState State);

/// <summary>An end that the hub is told of.</summary>
/// <param name="Number">1 for the first; part of the event's id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="IdOp">The operation that ended.</param>
/// <param name="AmountCents">What was debited, or for no debit what was asked.</param>
/// <param name="At">When.</param>
/// <param name="Authorization">PayFiP's authorization number, for a card.</param>
/// <param name="Means"><c>card</c> or <c>directDebit</c> where money moved.</param>
/// <param name="Reason">Why, for an error or an expiry.</param>
/// <param name="Corrects">The outcome told earlier that this one replaces.</param>
/// <param name="IsSecondDebit">The reference was paid already: not an end but an alarm.</param>
/// <param name="Published">The hub has taken it.</param>
internal sealed record Settlement(
    int Number,
    Outcome Outcome,
    string IdOp,
    long AmountCents,
    DateTimeOffset At,
    string? Authorization,
    string? Means,
    string? Reason,
    Outcome? Corrects,
    bool IsSecondDebit,
    bool Published);

/// <summary>
/// One payment that the hub wants, over all its operations and attempts: the whole of what is written to the journal at each change.
/// Holds no personal data.
/// </summary>
internal sealed record PaymentIntent
{
    public required string PaymentId { get; init; }

    public required string Tenant { get; init; }

    public required string JourneyId { get; init; }

    public required string CaseId { get; init; }

    public required string Channel { get; init; }

    /// <summary>The hub's own reference.</summary>
    public required string Reference { get; init; }

    /// <summary>PayFiP's reference, the same for each operation of this payment.</summary>
    public required string Refdet { get; init; }

    public required string Numcli { get; init; }

    public required long AmountCents { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public ImmutableArray<Claim> Claims { get; init; } = [];

    public ImmutableArray<Operation> Operations { get; init; } = [];

    public ImmutableArray<Settlement> Settlements { get; init; } = [];

    /// <summary>The operation whose link the citizen was given last.</summary>
    [JsonIgnore]
    public Operation? Current => Operations.LastOrDefault(operation => operation.Offered);

    /// <summary>The end that stands, or null while the citizen can still pay.</summary>
    [JsonIgnore]
    public Settlement? End
    {
        get
        {
            var last = Settlements.LastOrDefault(settlement => !settlement.IsSecondDebit);
            var isAboutAnEarlierAttempt = last is not null && last.Outcome is not (Outcome.Paid or Outcome.Error) && Current is { State: OperationState.Waiting };
            return isAboutAnEarlierAttempt ? null : last;
        }
    }

    [JsonIgnore]
    public bool IsPaid => End?.Outcome is Outcome.Paid;

    public Operation? Find(string idOp) => Operations.FirstOrDefault(operation => operation.IdOp == idOp);

    /// <summary>Takes note of a new operation of this payment.</summary>
    public PaymentIntent With(Operation operation) => this with { Operations = Operations.Add(operation) };

    /// <summary>The intent after an answer about one of its operations: the same object where nothing changed.</summary>
    public PaymentIntent After(string idOp, SourceAnswer answer, DateTimeOffset now, TimeSpan retryWindow)
    {
        var operation = Operations.Single(operation => operation.IdOp == idOp);
        var (state, reason) = PaymentRules.Next(operation.State, (AmountCents, Refdet), answer, now - operation.CreatedAt, retryWindow);
        if (state == operation.State)
        {
            return this;
        }

        var detail = (answer as SourceAnswer.Result)?.Detail;
        var changed = this with { Operations = Operations.Replace(operation, operation with { State = state }), ChangedAt = now };
        return Conclude(operation, state, detail, reason, now) is { } settlement
            ? changed with { Settlements = Settlements.Add(settlement) }
            : changed;
    }

    // Each operation changes state; only some changes are news for the hub:
    // - money that moved: the first time as the end, by another operation as an alarm; a mismatch once told is for people to settle;
    // - any other end, for the operation that the citizen was given last, once, and never after money moved.
    private Settlement? Conclude(Operation operation, OperationState state, PaymentDetail? detail, string? reason, DateTimeOffset now)
    {
        var moved = detail?.Result is "P" or "V";
        var end = Settlements.LastOrDefault(settlement => !settlement.IsSecondDebit);
        var moneyMovedBefore = end?.Means is not null;
        var wasToldOfThisOperation = end?.IdOp == operation.IdOp;
        var isNews = moved
            ? !(moneyMovedBefore && wasToldOfThisOperation)
            : operation == Current && !moneyMovedBefore && !wasToldOfThisOperation;
        if (!isNews)
        {
            return null;
        }

        return new Settlement(
            Number: Settlements.Length + 1,
            state switch
            {
                OperationState.Paid => Outcome.Paid,
                OperationState.Denied => Outcome.Refused,
                OperationState.Cancelled => Outcome.Abandoned,
                OperationState.Expired => Outcome.Expired,
                _ => Outcome.Error,
            },
            operation.IdOp,
            detail?.AmountCents ?? AmountCents,
            detail?.At ?? now,
            detail?.Authorization,
            Means: moved ? detail!.Result is "P" ? "card" : "directDebit" : null, // moved says that there is a detail
            reason,
            Corrects: moved && !moneyMovedBefore ? end?.Outcome : null,
            IsSecondDebit: moved && moneyMovedBefore,
            Published: false);
    }
}
