using System.Text.Json;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>
/// Judges a history by the hub's promises. It compares what clients were told with what the outside systems wrote down; of the hub
/// it only believes how a journey ended, to hold it against the ledgers.
/// </summary>
internal sealed class HistoryChecker
{
    private readonly Dictionary<string, HashSet<string>> journeysByKey = [];
    private readonly Dictionary<string, string> procedures = [];
    private readonly Dictionary<string, JsonElement> journeys = [];
    private readonly List<JsonElement> cases = [];
    private readonly List<JsonElement> payments = [];
    private readonly List<JsonElement> calls = [];
    private readonly Dictionary<string, int> refusedEvents = [];
    private readonly List<string> violations = [];
    private readonly HashSet<string> tampered = [];

    private HistoryChecker()
    {
    }

    public int Acknowledged => procedures.Count;

    public int Unknown { get; private set; }

    public int Kills { get; private set; }

    public int Completed => journeys.Values.Count(journey => StateOf(journey) is "completed");

    public int Cases => cases.Count(line => KindOf(line) is "case.opened");

    public int Debits => payments.Count(line => KindOf(line) is "payment.debited");

    /// <summary>What went against a promise; empty is what is wanted.</summary>
    public IReadOnlyList<string> Violations => violations;

    public string Summary => $"{Kills} kills, {Acknowledged} requests acknowledged, {Unknown} answers lost on the way, {Completed} journeys completed, {Cases} cases, {Debits} debits, {calls.Count} outside calls, {violations.Count} violations";

    public static HistoryChecker Check(string file)
    {
        var checker = new HistoryChecker();
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            checker.Read(JsonElement.Parse(line));
        }

        checker.Judge();
        return checker;
    }

    private void Read(JsonElement line)
    {
        var value = line.GetProperty("value");
        switch (line.GetProperty("type").GetString(), line.GetProperty("f").GetString())
        {
            case ("ok", "submit"):
                var (key, journey) = (Text(value, "key"), Text(value, "journey"));
                journeysByKey.TryAdd(key, []);
                journeysByKey[key].Add(journey);
                procedures[journey] = Text(value, "procedure");
                break;
            case ("info", "submit"):
                Unknown++;
                break;
            case ("info", "kill"):
                Kills++;
                break;
            case ("info", "tamper"):
                tampered.Add(Text(value, "journey"));
                break;
            case ("ok", "read-journey"):
                journeys[Text(value, "id")] = value.Clone();
                break;
            case ("ok", "read-ledger"):
                var ledger = Text(value, "system") switch { "citizen-relations" => cases, "payfip" => payments, _ => calls };
                ledger.Clear();
                ledger.AddRange(value.GetProperty("lines").EnumerateArray().Select(entry => entry.Clone()));
                break;
            case ("ok", "event-refused"):
                refusedEvents.TryAdd(Text(value, "event"), 0);
                break;
            case ("ok", "read-dead-letters"):
                CheckDeadLetters(value.GetProperty("inbound").GetInt32());
                break;
            case ("ok", "audit-verify") when value.GetProperty("exitCode").GetInt32() is not 0 and var code:
                violations.Add($"I6: the audit chain does not verify (code {code}): {Text(value, "output")}");
                break;
        }
    }

    private void CheckDeadLetters(int inbound)
    {
        if (inbound != refusedEvents.Count)
        {
            violations.Add($"I5: {refusedEvents.Count} events were refused, {inbound} are among the dead letters.");
        }
    }

    private void Judge()
    {
        foreach (var (key, started) in journeysByKey.Where(pair => pair.Value.Count > 1))
        {
            violations.Add($"I3: the one request {key} was answered with {started.Count} journeys.");
        }

        var opened = cases.Where(line => KindOf(line) is "case.opened").ToLookup(line => Text(line, "externalReference"));
        foreach (var (journey, procedure) in procedures)
        {
            JudgeJourney(journey, procedure, [.. opened[journey]]);
        }

        foreach (var ghost in opened.Where(line => !procedures.ContainsKey(line.Key)))
        {
            violations.Add($"I3: there is a case for {ghost.Key}, which nobody asked for.");
        }

        var asked = journeys.Values.SelectMany(journey => journey.GetProperty("references").EnumerateArray().Select(reference => reference.GetString())).ToHashSet();
        foreach (var ghost in payments.Where(line => KindOf(line) is "payment.debited" && !asked.Contains(Text(line, "reference"))))
        {
            violations.Add($"I2: the payment {Text(ghost, "reference")} was debited and belongs to no journey.");
        }

        foreach (var paid in payments.Where(line => KindOf(line) is "payment.debited").GroupBy(line => Text(line, "reference")).Where(group => group.Count() > 1))
        {
            violations.Add($"I2: the payment {paid.Key} was debited {paid.Count()} times.");
        }

        JudgeCases();
        JudgeCalls();
    }

    private void JudgeJourney(string journey, string procedure, JsonElement[] opened)
    {
        if (!journeys.TryGetValue(journey, out var seen))
        {
            violations.Add($"I1: the acknowledged journey {journey} does not exist.");
            return;
        }

        var state = StateOf(seen);
        if (state is "running" or "waiting" && !tampered.Contains(journey))
        {
            violations.Add($"I1: journey {journey} is stuck in {state} after {Text(seen, "lastEvent")}.");
        }

        if (state is not ("running" or "waiting" or "completed") && !tampered.Contains(journey))
        {
            violations.Add($"I1: journey {journey} ended as {state} although nobody refused anything.");
        }

        if (procedure != Infrastructure.HubClient.Canteen)
        {
            return;
        }

        if (opened.Length != 1)
        {
            violations.Add($"I3: journey {journey}, {state}, has {opened.Length} cases.");
            return;
        }

        var references = seen.GetProperty("references").EnumerateArray().Select(reference => reference.GetString()).ToHashSet();
        var debits = payments.Count(line => KindOf(line) is "payment.debited" && references.Contains(Text(line, "reference")));
        var expected = state is "completed" ? 1 : 0;
        if (debits != expected && !tampered.Contains(journey))
        {
            violations.Add($"I2: journey {journey} ended as {state} with {debits} debits.");
        }

        if (state is "completed" && tampered.Contains(journey))
        {
            violations.Add($"I2: journey {journey} is completed although another amount was paid than asked for.");
        }
    }

    private void JudgeCases()
    {
        foreach (var file in cases.GroupBy(line => Text(line, "reference")))
        {
            var numbers = file.Select(line => line.GetProperty("number").GetInt64()).ToArray();
            var statuses = file.Select(line => Text(line, "status")).ToArray();
            if (KindOf(file.First()) is not "case.opened" || !numbers.SequenceEqual(numbers.Order()) || statuses.Distinct().Count() != statuses.Length)
            {
                violations.Add($"I4: case {file.Key} went through {string.Join(" → ", statuses)}.");
            }
        }
    }

    // A call may be made again after a crash, always with the key of the first time: that is one effect.
    private void JudgeCalls()
    {
        var byJourney = calls.ToLookup(line => Text(line, "journey"));
        foreach (var (journey, procedure) in procedures.Where(pair => pair.Value is FaultTown.CallProcedure or FaultTown.IncidentProcedure or FaultTown.FamilyProcedure or FaultTown.PausedProcedure))
        {
            var expected = procedure is FaultTown.CallProcedure or FaultTown.IncidentProcedure ? 1 : 2;
            var effects = byJourney[journey].Select(line => Text(line, "key")).Distinct().Count();
            if (effects != expected)
            {
                violations.Add($"I3: journey {journey} had {effects} effects outside instead of {expected}.");
            }
        }
    }

    private static string StateOf(JsonElement journey) => Text(journey, "state");

    private static string KindOf(JsonElement line) => Text(line, "kind");

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString() ?? "";
}
