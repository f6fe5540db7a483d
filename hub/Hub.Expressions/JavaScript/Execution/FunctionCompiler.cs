using System.Runtime.CompilerServices;
using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Compiles one function: gives its variables their places, then compiles parameters and body.</summary>
internal sealed class FunctionCompiler
{
    private const int MaxLevels = 3000;

    /// <summary>Levels between two checks of the stack; a level's frames take well under a kilobyte.</summary>
    private const int GuardEvery = 32;

    private readonly FunctionSyntax syntax;
    private int locals;
    private int level;

    public FunctionCompiler(ScriptCompiler script, FunctionSyntax syntax, bool isMain)
    {
        Script = script;
        this.syntax = syntax;
        IsMain = isMain;
        Targets = new TargetCompiler(this);
        Expressions = new ExpressionCompiler(this);
        Statements = new StatementCompiler(this);
    }

    public ScriptCompiler Script { get; }

    /// <summary>Whether expression statements leave the script's value.</summary>
    public bool IsMain { get; }

    public bool HasAwait { get; set; }

    public ExpressionCompiler Expressions { get; }

    public TargetCompiler Targets { get; }

    public StatementCompiler Statements { get; }

    public FunctionCode Compile(string name)
    {
        var code = new FunctionCode(syntax, name, Script.Source);
        if (syntax.Parameters.Any(static parameter => parameter.Default is not null || parameter.Target is not BindingSyntax))
        {
            syntax.Scope.Bindings.ForEach(static binding => binding.IsLateParameter = binding.Kind == BindingKind.Parameter);
        }

        Place(syntax.Scope);
        code.Parameters = [.. syntax.Parameters.Select(parameter => new ParameterCode(
            Targets.CompilePattern(parameter.Target, initializes: true),
            parameter.Default is null ? null : Expressions.CompileNamed(parameter.Default, NameOf(parameter.Target)),
            parameter.IsRest))];
        code.SimpleParameters = SimpleSlots();
        if (syntax.BodyScope is { } bodyScope)
        {
            Place(bodyScope);
            code.SharedVars = [.. bodyScope.Bindings
                .Where(binding => binding.Kind == BindingKind.Var && syntax.Scope.Find(binding.Name) is not null)
                .Select(binding => (
                    Targets.CompileRead(new Reference(binding.Name, bodyScope, syntax.Position) { Binding = syntax.Scope.Find(binding.Name) }),
                    TargetCompiler.CompileInitializer(binding, bodyScope, syntax.Position)))];
        }

        if (syntax.Scope.Find("arguments") is { Kind: BindingKind.Arguments } arguments)
        {
            code.ArgumentsTarget = TargetCompiler.CompileInitializer(arguments, syntax.Scope, syntax.Position);
        }

        if (syntax.Expression is not null)
        {
            code.Expression = Expressions.Compile(syntax.Expression);
        }
        else
        {
            code.Body = Statements.CompileAll(syntax.Body);
        }

        code.BodyScope = syntax.BodyScope is null ? null : CompileScope(syntax.BodyScope);
        code.Scope = CompileScope(syntax.Scope);
        code.Locals = locals;
        code.HasAwait = HasAwait;
        return code;
    }

    /// <summary>Compiles a function written inside this one.</summary>
    public FunctionCode CompileInner(FunctionSyntax function, string? name = null) =>
        new FunctionCompiler(Script, function, isMain: false).Compile(name ?? function.Name);

    /// <summary>Gives each variable of a scope its slot. Done before anything in the scope is compiled.</summary>
    public void Place(Scope scope)
    {
        var heap = 0;
        foreach (var binding in scope.Bindings)
        {
            binding.Slot = binding.IsCaptured ? heap++ : locals++;
        }
    }

    public ScopeCode CompileScope(Scope scope)
    {
        var captured = scope.Bindings.Where(static binding => binding.IsCaptured).ToArray();
        return new ScopeCode(
            captured.Length,
            [.. scope.Bindings.Where(static binding => binding is { IsCaptured: false, HasDeadZone: true }).Select(static binding => binding.Slot)],
            [.. captured.Where(static binding => binding.HasDeadZone).Select(static binding => binding.Slot)],
            [.. LastDeclarations(scope).Select(function => (
                scope.HasGlobalVars ? new GlobalFunctionTarget(function.Name) : TargetCompiler.CompileInitializer(function.Declared!, scope, function.Position),
                CompileInner(function)))]);
    }

    /// <summary>Counts levels on the way down; every so many, the code checks the stack.</summary>
    public bool EnterLevel(int position)
    {
        level++;
        if (level > MaxLevels || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SyntaxError.TooDeep(Script.Source, position);
        }

        return level % GuardEvery == 0;
    }

    public void LeaveLevel() => level--;

    public static string? NameOf(SyntaxNode target) => target switch
    {
        BindingSyntax binding => binding.Reference.Name,
        NameSyntax name => name.Reference.Name,
        _ => null,
    };

    private static IEnumerable<FunctionSyntax> LastDeclarations(Scope scope) =>
        scope.Functions.GroupBy(static function => function.Declared).Select(static group => group.Last());

    private int[]? SimpleSlots()
    {
        var slots = new int[syntax.Parameters.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            if (syntax.Parameters[i] is not { Default: null, IsRest: false, Target: BindingSyntax { Reference.Binding: { IsCaptured: false } binding } })
            {
                return null;
            }

            slots[i] = binding.Slot;
        }

        return slots;
    }
}
