using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A function as written: shared by all the function objects that come from it.</summary>
internal sealed class FunctionCode(FunctionSyntax syntax, string name, string source)
{
    public string Name => name;

    public string Source => source;

    public FunctionKind Kind => syntax.Kind;

    public bool IsAsync => syntax.IsAsync;

    public bool IsGenerator => syntax.IsGenerator;

    public int Length => syntax.ExpectedArguments;

    public bool IsArrow => Kind == FunctionKind.Arrow;

    /// <summary>Functions that <c>new</c> accepts.</summary>
    public bool IsConstructor => Kind is FunctionKind.Constructor or FunctionKind.DerivedConstructor || (Kind == FunctionKind.Normal && !IsAsync && !IsGenerator);

    public bool IsClass => Kind is FunctionKind.Constructor or FunctionKind.DerivedConstructor;

    /// <summary>The text that <c>toString</c> shows.</summary>
    public string Text => source[syntax.Position..syntax.End];

    // The compiler fills these once, before the script is handed out.
    public int Locals { get; set; }

    public ScopeCode Scope { get; set; } = new(0, [], [], []);

    /// <summary>Slots of simple parameters; null when some have defaults, patterns or a rest, or are captured.</summary>
    public int[]? SimpleParameters { get; set; }

    public ParameterCode[] Parameters { get; set; } = [];

    /// <summary>The scope of the body where it is another than that of the parameters; entered after they are bound.</summary>
    public ScopeCode? BodyScope { get; set; }

    /// <summary>Variables of the body scope that start with the value of the parameter of their name.</summary>
    public (ExpressionCode Parameter, TargetCode Variable)[] SharedVars { get; set; } = [];

    public TargetCode? ArgumentsTarget { get; set; }

    public StatementCode[] Body { get; set; } = [];

    public ExpressionCode? Expression { get; set; }

    /// <summary>Whether its frame can be kept for the next call: not if the body may pause, nor if an arrow may still call <c>super()</c> for it.</summary>
    public bool CanReuseFrame => !IsAsync && !IsGenerator && Kind != FunctionKind.DerivedConstructor;

    /// <summary>Whether the body can pause; an async function without await runs straight through.</summary>
    public bool HasAwait { get; set; }
}

/// <summary>A parameter that is more than a slot.</summary>
internal readonly record struct ParameterCode(PatternCode Target, ExpressionCode? Default, bool IsRest);
