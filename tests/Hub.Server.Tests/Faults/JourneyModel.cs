namespace Hub.Server.Tests.Faults;

/// <summary>What a journey of <c>ProcedureScope</c>'s procedure must do, in the fewest words: the hub is held against this.</summary>
internal sealed class JourneyModel(DateTimeOffset start)
{
    private static readonly TimeSpan PieceTime = TimeSpan.FromHours(1);
    private DateTimeOffset now = start;
    private DateTimeOffset awaitsSince;
    private bool hasPiece;
    private readonly Queue<string> early = [];

    public Stage Stage { get; private set; } = Stage.Opening;

    /// <summary>What stopped on an incident is not over: somebody may take it up again.</summary>
    public bool IsOver => Stage is Stage.Completed or Stage.Abandoned;

    /// <summary>The connector that owes an answer answers.</summary>
    public void Answer()
    {
        if (Stage == Stage.Opening)
        {
            (Stage, awaitsSince) = hasPiece ? (Stage.AskingPayment, now) : (Stage.AwaitingPiece, now);
        }
        else if (Stage == Stage.AskingPayment)
        {
            Stage = early.TryDequeue(out var outcome) ? EndOf(outcome) : Stage.AwaitingPayment;
        }
    }

    public void Bring()
    {
        hasPiece = true;
        Stage = Stage == Stage.AwaitingPiece ? Stage.AskingPayment : Stage;
    }

    /// <summary>The payment service tells an outcome; the first one that the workflow can go on with counts.</summary>
    public void Settle(string outcome)
    {
        if (Stage == Stage.AwaitingPayment)
        {
            Stage = EndOf(outcome);
        }
        else if (!IsOver)
        {
            early.Enqueue(outcome);
        }
    }

    /// <summary>An officer takes up what failed: the payment is asked for again, under the same key.</summary>
    public void Retry() => Stage = Stage.AskingPayment;

    public void Jump(TimeSpan by)
    {
        now += by;
        Stage = Stage == Stage.AwaitingPiece && now - awaitsSince >= PieceTime ? Stage.Abandoned : Stage;
    }

    private static Stage EndOf(string outcome) => outcome switch { "paid" => Stage.Completed, "refused" => Stage.Abandoned, _ => Stage.Faulted };
}

/// <summary>Where a journey is.</summary>
internal enum Stage
{
    Opening,
    AwaitingPiece,
    AskingPayment,
    AwaitingPayment,
    Completed,
    Abandoned,
    Faulted,
}
