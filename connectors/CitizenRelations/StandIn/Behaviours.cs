namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>The misbehaviours in force, first told first; forgotten at a restart.</summary>
internal sealed class Behaviours
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
        lock (_rules)
        {
            _rules.Add(new Rule(behaviour) { Left = behaviour.Limit });
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
    public Behaviour For(string operation)
    {
        lock (_rules)
        {
            var rule = _rules.Find(rule => rule.Behaviour.Operation is null || rule.Behaviour.Operation == operation);
            if (rule is { Left: not null } && --rule.Left <= 0)
            {
                _rules.Remove(rule);
            }

            return rule?.Behaviour ?? new Behaviour();
        }
    }

    private sealed record Rule(Behaviour Behaviour)
    {
        public int? Left { get; set; }
    }
}
