using System.Text;
using Hub.Expressions.JavaScript;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.Liquid.Syntax;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Execution;

/// <summary>One rendering of a template: its budgets, variables, loops in progress and output. Used by one thread.</summary>
internal sealed class Rendering(TemplateSyntax template, ILiquidModel model, ExpressionBudget budget, TimeProvider clock, CancellationToken cancellationToken)
    : BudgetMeter(budget, template.Text, cancellationToken)
{
    public const int BytesPerValue = 40;

    private readonly Dictionary<string, LiquidValue> assigned = [];
    private readonly Dictionary<string, decimal> counters = [];
    private readonly Dictionary<string, LiquidValue?> asked = [];
    private readonly List<(string Name, LiquidValue Value)> locals = [];
    private readonly StringBuilder output = new();
    private StringBuilder? capture;
    private long outputBytes;

    public TimeProvider Clock => clock;

    /// <summary>Positions of <c>cycle</c> groups.</summary>
    public Dictionary<string, int> Cycles { get; } = [];

    /// <summary>Where loops stopped, for <c>offset: continue</c>.</summary>
    public Dictionary<string, long> LoopEnds { get; } = [];

    /// <summary>The innermost <c>for</c> in progress.</summary>
    public LoopState? Loop { get; set; }

    public string Run()
    {
        Charge(512);
        LiquidBlock.Render(this, template.Body);
        CheckTime();
        return JsonText.WellFormed(output.ToString());
    }

    // --- output ---

    public void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (capture is not null)
        {
            ChargeText(text.Length);
            capture.Append(text);
            return;
        }

        outputBytes += Encoding.UTF8.GetByteCount(text);
        if (outputBytes > MaxOutputBytes)
        {
            throw OutOf("output", "output", "de sortie");
        }

        ChargeText(text.Length);
        StepMany(text.Length >> 6);
        output.Append(text);
    }

    public void Write(LiquidValue value)
    {
        // A list goes out piece by piece: a long range must meet the output budget before the memory one.
        if (value.Kind != LiquidKind.List)
        {
            Write(LiquidConvert.ToText(this, value));
            return;
        }

        EnterCall();
        foreach (var item in LiquidConvert.Items(this, value))
        {
            Write(item);
        }

        LeaveCall();
    }

    /// <summary>Renders into a text instead of the output.</summary>
    public LiquidFlow Capture(LiquidNode[] body, out string text)
    {
        var outer = capture;
        capture = new StringBuilder();
        try
        {
            var flow = LiquidBlock.Render(this, body);
            text = capture.ToString();
            ChargeText(text.Length);
            return flow;
        }
        finally
        {
            capture = outer;
        }
    }

    // --- names ---

    public LiquidValue Resolve(string name)
    {
        for (var i = locals.Count - 1; i >= 0; i--)
        {
            if (locals[i].Name == name)
            {
                return locals[i].Value;
            }
        }

        return assigned.TryGetValue(name, out var value) ? value
            : counters.TryGetValue(name, out var count) ? count
            : AskModel(name) ?? LiquidValue.Nil;
    }

    /// <summary>Gives a name a value for the rest of the template, whatever block this happens in.</summary>
    public void Assign(string name, LiquidValue value)
    {
        if (!assigned.ContainsKey(name))
        {
            Charge(96);
        }

        assigned[name] = value;
    }

    public int OpenScope() => locals.Count;

    public void SetLocal(int scope, int index, string name, LiquidValue value)
    {
        if (scope + index < locals.Count)
        {
            locals[scope + index] = (name, value);
        }
        else
        {
            locals.Add((name, value));
        }
    }

    public void CloseScope(int scope) => locals.RemoveRange(scope, locals.Count - scope);

    /// <summary>A counter of <c>increment</c> and <c>decrement</c>; it starts at the model's number of that name, or 0.</summary>
    public decimal Counter(string name) =>
        counters.TryGetValue(name, out var count) ? count
        : AskModel(name) is { Kind: LiquidKind.Number } given ? given.AsNumber
        : 0;

    public void SetCounter(string name, decimal value)
    {
        Charge(64);
        counters[name] = value;
    }

    // --- the host ---

    /// <summary>Calls into the host; what it refuses gets the place in the template.</summary>
    public T AskHost<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (ExpressionException refusal) when (refusal.Kind == ExpressionErrorKind.Runtime && refusal.Line == 0)
        {
            throw Fail(refusal.Detail, refusal.MessageFrench);
        }
    }

    private LiquidValue? AskModel(string name)
    {
        if (asked.TryGetValue(name, out var known))
        {
            return known;
        }

        HostMember member = default;
        var found = AskHost(() => model.TryGet(name, out member) || model.TryGet(JavaScript.Values.HostNames.OtherCase(name), out member));
        CheckTime();
        LiquidValue? value = found ? LiquidConvert.FromHost(this, member) : (LiquidValue?)null;
        Charge(96);
        asked[name] = value;
        return value;
    }

    // --- budgets and errors ---

    /// <summary>Counts a text about to be made; refuses at once what could never fit.</summary>
    public void ChargeText(long length)
    {
        CheckTextLength(length);
        Charge(24 + (length * 2));
    }

    public ExpressionException Fail(string english, string french) => SyntaxPlace.Error(ExpressionErrorKind.Runtime, template.Text, Position, english, french);
}
