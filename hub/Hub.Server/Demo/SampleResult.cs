namespace Hub.Server.Demo;

/// <summary>How a sample ended.</summary>
/// <param name="Journey">Its journey, where it has one.</param>
/// <param name="Mistakes">What differs from the expected end; empty when it ended as it must.</param>
internal sealed record SampleResult(Sample Sample, SubmitAnswer Answer, JourneyView? Journey, IReadOnlyList<string> Mistakes)
{
    public bool AsExpected => Mistakes.Count == 0;

    /// <summary>Compares what happened with what the sample expects.</summary>
    public static SampleResult Judge(Sample sample, SubmitAnswer answer, JourneyView? journey, Ledgers ledgers, IReadOnlyList<string> earlier)
    {
        var expect = sample.Expect;
        var mistakes = new List<string>(earlier);
        if (answer.Status != expect.Status)
        {
            mistakes.Add($"HTTP {answer.Status}, attendu {expect.Status}");
        }

        foreach (var pointer in expect.Pointers.Where(pointer => !answer.Pointers.Contains(pointer)))
        {
            mistakes.Add($"l'erreur {pointer} n'est pas nommée");
        }

        if (expect.State is { } state && journey?.State != state)
        {
            mistakes.Add($"parcours {journey?.State ?? "absent"}, attendu {state}");
        }

        if (journey is not null)
        {
            Compare("débits", expect.Debits, "payfip", "payment.debited");
            Compare("dossiers", expect.Cases, "citizen-relations", "case.opened");
        }

        return new SampleResult(sample, answer, journey, mistakes);

        void Compare(string what, int? expected, string ledger, string kind)
        {
            if (expected is { } number && ledgers.Count(ledger, kind, journey.Keys.All) is var found && found != number)
            {
                mistakes.Add($"{what} : {found}, attendu {number}");
            }
        }
    }
}
