using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Compiles statements.</summary>
internal sealed class StatementCompiler(FunctionCompiler function)
{
    private readonly List<(string Name, int Id)> labels = [];
    private int nextLabel;

    /// <summary>Labels that stand directly before the statement being compiled.</summary>
    private List<int> ownLabels = [];

    public StatementCode[] CompileAll(IEnumerable<StatementSyntax> statements) =>
        [.. statements.Where(static statement => statement is not EmptySyntax).Select(Compile)];

    private StatementCode Compile(StatementSyntax statement)
    {
        var guard = function.EnterLevel(statement.Position);
        var mine = ownLabels;
        ownLabels = [];
        var code = CompileCore(statement, mine);
        function.LeaveLevel();
        return guard ? new GuardStatementCode(code) : code;
    }

    private StatementCode CompileCore(StatementSyntax statement, List<int> mine)
    {
        var keeps = function.IsMain;
        switch (statement)
        {
            case EmptySyntax:
                return new EmptyCode();
            case ExpressionStatementSyntax expression:
                return new ExpressionStatementCode(function.Expressions.Compile(expression.Value), keeps, expression.Position);
            case VariableSyntax variables:
                return CompileVariables(variables);
            case BlockSyntax block:
                return CompileBlock(block);
            case IfSyntax choice:
                return new IfCode(function.Expressions.Compile(choice.Test), Compile(choice.Then), choice.Else is null ? null : Compile(choice.Else), keeps);
            case WhileSyntax loop:
                return new WhileCode(function.Expressions.Compile(loop.Test), Compile(loop.Body), loop.TestsAfter, [.. mine], keeps);
            case ForSyntax loop:
                return CompileFor(loop, [.. mine], keeps);
            case ForEachSyntax loop:
                return CompileForEach(loop, [.. mine], keeps);
            case ReturnSyntax result:
                return new ReturnCode(result.Value is null ? null : CompileReturned(result.Value));
            case JumpSyntax jump:
                return new JumpCode(jump.IsBreak, jump.Label is null ? 0 : labels.FindLast(label => label.Name == jump.Label).Id);
            case ThrowSyntax thrown:
                return new ThrowCode(function.Expressions.Compile(thrown.Value), thrown.Position);
            case TrySyntax attempt:
                return CompileTry(attempt, keeps);
            case SwitchSyntax choice:
                return CompileSwitch(choice, keeps);
            case LabelSyntax label:
                return CompileLabel(label, mine);
            case ClassDeclarationSyntax declaration:
                return new DeclareCode(
                    new TargetPattern(function.Targets.CompileTarget(new BindingSyntax(declaration.Position, declaration.Target), initializes: true)),
                    function.Expressions.Compile(declaration.Class),
                    declaration.Position);
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} has no code.");
        }
    }

    private ExpressionCode CompileReturned(ExpressionSyntax value) => function.Expressions.Compile(value);

    private StatementCode CompileVariables(VariableSyntax variables)
    {
        var codes = new List<StatementCode>();
        foreach (var (target, value) in variables.Items)
        {
            if (value is null && variables.Kind == BindingKind.Var)
            {
                continue;
            }

            codes.Add(new DeclareCode(
                function.Targets.CompilePattern(target, initializes: true),
                value is null ? null : function.Expressions.CompileNamed(value, FunctionCompiler.NameOf(target)),
                target.Position));
        }

        return codes.Count == 1 ? codes[0] : new BlockCode(new ScopeCode(0, [], [], []), [.. codes]);
    }

    private BlockCode CompileBlock(BlockSyntax block)
    {
        function.Place(block.Scope);
        var body = CompileAll(block.Body);
        return new BlockCode(function.CompileScope(block.Scope), body);
    }

    private ForCode CompileFor(ForSyntax loop, int[] mine, bool keeps)
    {
        function.Place(loop.Scope);
        var start = loop.Start is ExpressionStatementSyntax expression
            ? new ExpressionStatementCode(function.Expressions.Compile(expression.Value), keepsResult: false, expression.Position)
            : loop.Start is null ? null : Compile(loop.Start);
        var test = loop.Test is null ? null : function.Expressions.Compile(loop.Test);
        var update = loop.Update is null ? null : function.Expressions.Compile(loop.Update);
        var body = Compile(loop.Body);
        return new ForCode(function.CompileScope(loop.Scope), start, test, update, body, mine, keeps);
    }

    private LoopCode CompileForEach(ForEachSyntax loop, int[] mine, bool keeps)
    {
        function.Place(loop.Scope);
        var source = function.Expressions.Compile(loop.Source);
        var target = function.Targets.CompilePattern(loop.Target, initializes: loop.Kind is not null);
        var body = Compile(loop.Body);
        var scope = function.CompileScope(loop.Scope);
        function.HasAwait |= loop.IsAwait;
        return loop.IsOf
            ? new ForOfCode(scope, source, target, body, loop.IsAwait, mine, keeps)
            : new ForInCode(scope, source, target, body, mine, keeps);
    }

    private TryCode CompileTry(TrySyntax attempt, bool keeps)
    {
        var block = CompileBlock(attempt.Block);
        ScopeCode? scope = null;
        PatternCode? parameter = null;
        StatementCode? handler = null;
        if (attempt is { CatchScope: { } catchScope, Catch: { } body })
        {
            function.Place(catchScope);
            parameter = attempt.Parameter is null ? null : function.Targets.CompilePattern(attempt.Parameter, initializes: true);
            handler = CompileBlock(body);
            scope = function.CompileScope(catchScope);
        }

        return new TryCode(block, scope, parameter, handler, attempt.Finally is null ? null : CompileBlock(attempt.Finally), keeps);
    }

    private SwitchCode CompileSwitch(SwitchSyntax choice, bool keeps)
    {
        var value = function.Expressions.Compile(choice.Value);
        function.Place(choice.Scope);
        var cases = choice.Cases.Select(part => (part.Test is null ? null : function.Expressions.Compile(part.Test), CompileAll(part.Body))).ToArray();
        return new SwitchCode(function.CompileScope(choice.Scope), value, cases, keeps);
    }

    private LabelCode CompileLabel(LabelSyntax label, List<int> outer)
    {
        var id = ++nextLabel;
        labels.Add((label.Label, id));
        ownLabels = [.. outer, id];
        var body = Compile(label.Body);
        labels.RemoveAt(labels.Count - 1);
        return new LabelCode(id, body);
    }
}
