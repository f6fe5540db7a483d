using System.Text.RegularExpressions;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>The misbehaviours in force, first told first; forgotten at a restart.</summary>
internal sealed class Behaviours(StandInOptions options)
{
    private readonly List<Rule> _rules = [];

    public IReadOnlyList<Behaviour> InForce
    {
        get
        {
            lock (_rules)
            {
                return [.. _rules.Select(rule => rule.Behaviour)];
            }
        }
    }

    public void Add(Behaviour behaviour)
    {
        var refdet = behaviour.Refdet is null ? null : new Regex(behaviour.Refdet, RegexOptions.NonBacktracking);
        lock (_rules)
        {
            _rules.Add(new Rule(behaviour, refdet) { Left = behaviour.Limit });
        }
    }

    public void Clear()
    {
        lock (_rules)
        {
            _rules.Clear();
        }
    }

    /// <summary>What to do to this call; the plain behaviour when nothing was told.</summary>
    public Behaviour ForCall(string operation, string? refdet) =>
        Take(rule => !rule.Behaviour.IsConduct
            && (rule.Behaviour.Operation is null || rule.Behaviour.Operation == operation)
            && Matches(rule, refdet)) ?? new Behaviour();

    /// <summary>What the citizen of a new operation will do.</summary>
    public CitizenPlan ForCitizen(string refdet)
    {
        var told = Take(rule => rule.Behaviour.IsConduct && Matches(rule, refdet)) ?? new Behaviour();
        var conduct = told.Citizen ?? (told.Refuse ? "refuse" : options.CitizenPays ? "pay" : "never");
        var result = conduct switch
        {
            "pay" or "payTwice" => "P",
            "directDebit" => "V",
            "refuse" => "R",
            "directDebitRefused" => "Z",
            "abandon" => "A",
            _ => null,
        };
        var delay = told.DelayMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : options.CitizenDelay;
        return new CitizenPlan(result, delay, conduct is "payTwice", told.Notify ?? Notifications.Once, told.AmountCents);
    }

    private static bool Matches(Rule rule, string? refdet) => rule.Refdet is null || (refdet is not null && rule.Refdet.IsMatch(refdet));

    private Behaviour? Take(Func<Rule, bool> concerns)
    {
        lock (_rules)
        {
            var rule = _rules.Find(rule => concerns(rule));
            if (rule is { Left: not null } && --rule.Left <= 0)
            {
                _rules.Remove(rule);
            }

            return rule?.Behaviour;
        }
    }

    private sealed record Rule(Behaviour Behaviour, Regex? Refdet)
    {
        public int? Left { get; set; }
    }
}
