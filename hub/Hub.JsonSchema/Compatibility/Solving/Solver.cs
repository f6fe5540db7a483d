using System.Text.Json;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Terms;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>
/// Finds a value that some schemas accept and others refuse, or proves that there is none.
/// </summary>
/// <remarks>
/// 1. A goal is tried for each of the six types; its literals unfold into demands of that type and pending alternatives.
/// 2. The solver of the type settles the demands alone. Nothing: the branch is closed, whatever the alternatives. A value: when it also
///    meets the alternatives it is the answer; otherwise the alternatives that it fails are tried one by one.
/// 3. A goal met again while it is being solved counts as empty: the smallest value that meets it holds no smaller one that does.
/// Demands that are not understood are left out, so “empty” is always a proof, and “found” is a suggestion for the real validators.
/// </remarks>
internal sealed class Solver
{
    private const int MostNested = 48;

    // Types in the order in which a reader would like to see them.
    private static readonly JsonTypes[] Order = [JsonTypes.String, JsonTypes.Number, JsonTypes.Object, JsonTypes.Array, JsonTypes.Boolean, JsonTypes.Null];

    private readonly Dictionary<string, Outcome> _known = [];
    private readonly Dictionary<string, (int Count, int Depth)> _open = [];
    private readonly Dictionary<int, IReadOnlyList<(int First, int Second)>> _meeting = [];
    private readonly HashSet<int> _meetingOpen = [];
    private readonly int _maxSteps;
    private readonly TextSolver _texts;
    private int _steps;
    private int _depth;
    private int _leaning = int.MaxValue;

    /// <param name="chance">For values that differ from one another; null for the smallest ones.</param>
    /// <param name="trials">Texts worth trying where a format or pattern cannot be reasoned about.</param>
    public Solver(TermClasses classes, LanguageCache languages, Random? chance, IReadOnlyList<string> trials, int maxSteps)
    {
        (Classes, Chance, _maxSteps) = (classes, chance, maxSteps);
        
        _texts = new TextSolver(languages, chance, trials);
    }

    public TermClasses Classes { get; }

    public Random? Chance { get; }

    public Evaluator Evaluator { get; } = new();

    public int Depth => _depth;

    /// <summary>Answers a question of its own, with its own budget.</summary>
    public Outcome Ask(params IEnumerable<TermLiteral> literals)
    {
        _steps = 0;
        return Solve(Goal.Of(Classes, literals));
    }

    public Outcome Solve(IEnumerable<TermLiteral> literals, IEnumerable<string>? excluded = null) => Solve(Goal.Of(Classes, literals, excluded));

    /// <summary>Counts a step; false when there are none left.</summary>
    public bool Spend() => ++_steps <= _maxSteps;

    /// <summary>The pairs of branches of a <c>oneOf</c> that cannot be shown to exclude one another.</summary>
    public IReadOnlyList<(int First, int Second)> MeetingBranches(OneDemand one)
    {
        var number = Classes.Of(one);
        if (_meeting.TryGetValue(number, out var known))
        {
            return known;
        }

        var pairs = from first in Enumerable.Range(0, one.Children.Count) from second in Enumerable.Range(first + 1, one.Children.Count - first - 1) select (First: first, Second: second);
        if (!_meetingOpen.Add(number))
        {
            return [.. pairs];
        }

        // A question apart: what is open outside must not count as empty here, for “empty” is used both ways.
        var (open, leaning) = (_open.ToDictionary(), _leaning);
        _open.Clear();
        var stepsBefore = _steps;
        (int First, int Second)[] meeting = [.. pairs.Where(pair => !Solve([new(one.Children[pair.First], true), new(one.Children[pair.Second], true)]).IsEmpty)];
        _steps = stepsBefore + ((_steps - stepsBefore) / 4);
        foreach (var (key, value) in open)
        {
            _open[key] = value;
        }

        _leaning = leaning;
        _meetingOpen.Remove(number);
        _meeting[number] = meeting;
        return meeting;
    }

    /// <summary>A text, or the name of a member, that meets literals and further demands.</summary>
    public Outcome SolveText(IEnumerable<TermLiteral> literals, IEnumerable<DemandLiteral> demands, IEnumerable<string> excluded) =>
        SolveType(Goal.Of(Classes, literals, excluded), JsonTypes.String, demands);

    private Outcome Solve(Goal goal)
    {
        if (_known.TryGetValue(goal.Key, out var known) && !(known.IsFound && Chance is not null))
        {
            return known;
        }

        var (count, depth) = _open.GetValueOrDefault(goal.Key, (0, _depth));
        if (count >= (Chance is null ? 1 : 3))
        {
            _leaning = Math.Min(_leaning, depth);
            return Outcome.Empty;
        }

        if (_depth >= MostNested || _steps > _maxSteps)
        {
            return Outcome.Unknown;
        }

        var leaningOutside = _leaning;
        _leaning = int.MaxValue;
        _open[goal.Key] = (count + 1, depth);
        _depth++;
        var outcome = SolveTypes(goal);
        _depth--;
        if (count == 0)
        {
            _open.Remove(goal.Key);
        }
        else
        {
            _open[goal.Key] = (count, depth);
        }

        // “Empty” that leans on a goal still open outside holds only together with that one.
        var alone = _leaning >= _depth;
        if (outcome.IsFound || (alone && _steps <= _maxSteps))
        {
            _known[goal.Key] = outcome;
        }

        _leaning = alone ? leaningOutside : Math.Min(leaningOutside, _leaning);
        return outcome;
    }

    private Outcome SolveTypes(Goal goal)
    {
        var certain = true;
        foreach (var type in Shuffled(Order))
        {
            var outcome = SolveType(goal, type, []);
            if (outcome.IsFound)
            {
                return outcome;
            }

            certain &= outcome.IsEmpty;
        }

        return Outcome.Nothing(certain);
    }

    private Outcome SolveType(Goal goal, JsonTypes type, IEnumerable<DemandLiteral> further)
    {
        var branch = new Branch(this, type, goal.Excluded);
        Formula[] whole = [.. goal.Literals, .. further];
        return Array.TrueForAll(whole, branch.Add) ? Search(branch, whole) : Closed(branch);
    }

    private Outcome Search(Branch branch, Formula[] whole)
    {
        if (!Spend())
        {
            return Outcome.Unknown;
        }

        if (!Propagate(branch))
        {
            return Closed(branch);
        }

        if ((branch.Candidates ?? Few(branch.Type)) is { } few)
        {
            return Choose(branch, whole, few);
        }

        var outcome = Settle(branch);
        if (outcome.IsEmpty)
        {
            return Closed(branch);
        }

        if (branch.Pending.Count == 0)
        {
            return outcome;
        }

        JsonElement? found = outcome.Value is { } value ? CanonicalJson.Parse(value) : null;
        var undecided = found is null ? branch.Pending : [.. branch.Pending.Where(pending => Evaluator.Holds(pending, found.Value) != true)];
        if (undecided.Count == 0)
        {
            return outcome;
        }

        // An alternative that the value fails, with the fewest ways out.
        var alternative = undecided.OrderBy(pending => found is not null && Evaluator.Holds(pending, found.Value) is null).ThenBy(pending => pending.Of.Count).First();
        branch.Pending.Remove(alternative);
        var certain = true;
        foreach (var way in Shuffled(alternative.Of))
        {
            var next = branch.Clone();
            var tried = next.Add(way) ? Search(next, whole) : Closed(next);
            if (tried.IsFound)
            {
                return tried;
            }

            certain &= tried.IsEmpty;
        }

        return Outcome.Nothing(certain);
    }

    /// <summary>Nothing is left of a branch; that is a proof unless values out of reach might have done.</summary>
    private static Outcome Closed(Branch branch) => Outcome.Nothing(!branch.IsIncomplete);

    /// <summary>Drops what is settled and takes the only way left; false when none is.</summary>
    private static bool Propagate(Branch branch)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var pending in branch.Pending.ToArray())
            {
                if (branch.Status(pending) == true)
                {
                    branch.Pending.Remove(pending);
                    continue;
                }

                Formula[] open = [.. pending.Of.Where(way => branch.Status(way) != false)];
                if (open.Length == pending.Of.Count)
                {
                    continue;
                }

                branch.Pending.Remove(pending);
                changed = true;
                if (!branch.Add(Formula.Or(open)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Where only a few values are possible, each is held against the whole goal.</summary>
    private Outcome Choose(Branch branch, Formula[] whole, IReadOnlyList<string> values)
    {
        var goal = new Conjunction(whole);
        string? perhaps = null;
        foreach (var value in Shuffled(values))
        {
            var parsed = CanonicalJson.Parse(value);
            if (branch.Excluded.Contains(value) || Evaluator.TypeOf(parsed) != branch.Type)
            {
                continue;
            }

            switch (Evaluator.Holds(goal, parsed))
            {
                case true:
                    return Outcome.Found(value);
                case null:
                    perhaps ??= value;
                    break;
            }
        }

        return perhaps is null ? Closed(branch) : Outcome.Found(perhaps);
    }

    private Outcome Settle(Branch branch) => branch.Type switch
    {
        JsonTypes.Number => NumberSolver.Settle(branch, Chance),
        JsonTypes.String => _texts.Settle(branch),
        JsonTypes.Array => new ArraySolver(this, branch).Settle(),
        _ => new ObjectSolver(this, branch).Settle(),
    };

    private IEnumerable<T> Shuffled<T>(IReadOnlyList<T> items) => Chance is null ? items : items.OrderBy(_ => Chance.Next());

    private static IReadOnlyList<string>? Few(JsonTypes type) => type switch
    {
        JsonTypes.Null => ["null"],
        JsonTypes.Boolean => ["true", "false"],
        _ => null,
    };
}
