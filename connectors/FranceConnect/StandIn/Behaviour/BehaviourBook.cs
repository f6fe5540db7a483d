using System.Collections.Concurrent;

namespace Hub.Connectors.FranceConnect.StandIn.Behaviour;

/// <summary>The rules in force. A citizen's own rule goes before the general one.</summary>
internal sealed class BehaviourBook
{
    private const string Everybody = "*";
    private static readonly BehaviourRule WellBehaved = new();
    private readonly ConcurrentDictionary<string, BehaviourRule> _rules = new(StringComparer.Ordinal);
    private readonly Lock _counting = new();

    public IReadOnlyCollection<BehaviourRule> All => [.. _rules.Values];

    public void Set(BehaviourRule rule) => _rules[rule.LoginHint ?? Everybody] = rule;

    public void Reset() => _rules.Clear();

    public BehaviourRule For(string? loginHint) =>
        loginHint is not null && _rules.TryGetValue(loginHint, out var own) ? own
        : _rules.TryGetValue(Everybody, out var general) ? general
        : WellBehaved;

    /// <summary>Latency to add and, when this answer is to fail, its status. Counts the failure.</summary>
    public (int LatencyMs, int? FailWith) NextAnswer(string where)
    {
        lock (_counting)
        {
            if (!_rules.TryGetValue(Everybody, out var rule) || (rule.On is not null && rule.On != where))
            {
                return (0, null);
            }

            if (rule.FailNext == 0)
            {
                return (rule.LatencyMs, null);
            }

            if (rule.FailNext > 0)
            {
                _rules[Everybody] = rule with { FailNext = rule.FailNext - 1 };
            }

            return (rule.LatencyMs, rule.Status);
        }
    }
}
