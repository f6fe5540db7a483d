using Hub.Expressions.JavaScript.Library;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>
/// Which property paths of the host a script reads. A constant stands for the path it was given, a parameter of a callback of <c>map</c>,
/// <c>filter</c> and their like for any element of the list. A call of a host function with a literal is one segment: <c>getInput("a")</c>.
/// </summary>
internal sealed class PathFinder(string source)
{
    private readonly Dictionary<Binding, Path> meanings = [];
    private readonly Dictionary<string, ExpressionPath> reads = [];
    private readonly List<string> order = [];

    public static IReadOnlyList<ExpressionPath> Find(ScriptSyntax script)
    {
        var finder = new PathFinder(script.Source);
        finder.Function(script.Main);
        return [.. finder.order.Select(key => finder.reads[key])];
    }

    private sealed record Path(string[] Segments, int Position, bool IsPartial = false)
    {
        public Path Below(string segment) => IsPartial ? this : this with { Segments = [.. Segments, segment] };
    }

    private void Record(Path? path, bool isPartial = false)
    {
        if (path is null)
        {
            return;
        }

        isPartial |= path.IsPartial;
        var key = string.Join('\u0001', path.Segments);
        if (reads.TryGetValue(key, out var known))
        {
            reads[key] = known with { IsPartial = known.IsPartial || isPartial };
            return;
        }

        order.Add(key);
        reads.Add(key, new ExpressionPath(path.Segments, isPartial, SyntaxError.LineAt(source, path.Position), SyntaxError.ColumnAt(source, path.Position)));
    }

    /// <summary>Reads a value whole.</summary>
    private void Use(SyntaxNode? node) => Record(node is null ? null : Visit(node));

    private void UseAll(IEnumerable<SyntaxNode?> nodes)
    {
        foreach (var node in nodes)
        {
            Use(node);
        }
    }

    /// <summary>The path that an expression is, not yet counted as read; null for anything else, whose parts are counted.</summary>
    private Path? Visit(SyntaxNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case NameSyntax name:
                return name.Reference.Binding is { } binding ? meanings.GetValueOrDefault(binding)
                    : GlobalLibrary.Table.Contains(name.Reference.Name) ? null
                    : new Path([name.Reference.Name], name.Position);
            case MemberSyntax member:
                return Member(member);
            case CallSyntax call:
                return Call(call);
            case OptionalChainSyntax chain:
                return Visit(chain.Chain);
            case ParenthesizedSyntax inner:
                return Visit(inner.Inner);
            case AwaitSyntax awaited:
                return Visit(awaited.Value);
            case FunctionSyntax function:
                Function(function);
                return null;
            case AssignSyntax assign:
                Assign(assign);
                return null;
            case UnarySyntax unary:
                Use(unary.Operand);
                return null;
            case UpdateSyntax update:
                Use(update.Target);
                return null;
            case BinarySyntax binary:
                UseAll([binary.Left, binary.Right]);
                return null;
            case LogicalSyntax logical:
                UseAll([logical.Left, logical.Right]);
                return null;
            case ConditionalSyntax conditional:
                UseAll([conditional.Test, conditional.Then, conditional.Else]);
                return null;
            case TemplateSyntax template:
                UseAll(template.Values);
                return null;
            case TaggedTemplateSyntax tagged:
                UseAll([tagged.Tag, tagged.Template]);
                return null;
            case ArraySyntax array:
                UseAll(array.Elements);
                return null;
            case ObjectSyntax target:
                Members(target.Members);
                return null;
            case ClassSyntax type:
                UseAll([type.Parent, type.Constructor]);
                Members(type.Members);
                return null;
            case NewSyntax made:
                UseAll([made.Callee, .. made.Arguments]);
                return null;
            case SuperMemberSyntax super:
                Use(super.Computed);
                return null;
            case SuperCallSyntax super:
                UseAll(super.Arguments);
                return null;
            case SequenceSyntax sequence:
                UseAll(sequence.Items);
                return null;
            case SpreadSyntax spread:
                Use(spread.Value);
                return null;
            case YieldSyntax yielded:
                Use(yielded.Value);
                return null;
            case ArrayPatternSyntax or ObjectPatternSyntax:
                Bind(node, null);
                return null;
            case StatementSyntax statement:
                Statement(statement);
                return null;
            default:
                return null;
        }
    }

    private Path? Member(MemberSyntax member)
    {
        var target = Visit(member.Target);
        if (member.Computed is { } computed && computed is not LiteralSyntax)
        {
            Use(computed);
            Record(target, isPartial: true);
            return null;
        }

        if (target is null)
        {
            return null;
        }

        var key = member.Computed is LiteralSyntax literal
            ? (literal.Value.IsString ? Values.PropertyKey.From(literal.Value.AsString) : literal.Value.IsNumber ? Values.PropertyKey.From(literal.Value.AsNumber) : default)
            : member.Key;
        if (key.Text == "length")
        {
            Record(target, isPartial: true);
            return null;
        }

        return target.Below(key.IsIndex ? ExpressionPath.AnyElement : key.ToString());
    }

    private Path? Call(CallSyntax call)
    {
        if (call.Callee is NameSyntax { Reference: { Binding: null } free } && !GlobalLibrary.Table.Contains(free.Name))
        {
            UseAll(call.Arguments.Where(static argument => argument is not LiteralSyntax));
            var shown = call.Arguments.Select(static argument => argument is LiteralSyntax { Value: { IsString: true } text } ? $"\"{text.AsString}\"" : argument is LiteralSyntax { Value: { IsNumber: true } number } ? Values.NumberText.Format(number.AsNumber) : "…");
            return new Path([$"{free.Name}({string.Join(", ", shown)})"], call.Position);
        }

        if (call.Callee is not MemberSyntax { Computed: null } method)
        {
            UseAll([call.Callee, .. call.Arguments]);
            return null;
        }

        var target = Visit(method.Target);
        var name = method.Key.Text;
        var element = target?.Below(ExpressionPath.AnyElement);
        var callbackAt = name switch { "map" or "filter" or "forEach" or "some" or "every" or "find" or "findIndex" or "findLast" or "flatMap" => 0, "reduce" or "reduceRight" => 1, "sort" => 0, _ => -1 };
        if (target is null || callbackAt < 0 || call.Arguments.Count == 0 || call.Arguments[0] is not FunctionSyntax callback)
        {
            Record(target, isPartial: true);
            UseAll(call.Arguments);
            return null;
        }

        Record(target);
        UseAll(call.Arguments.Skip(1));
        for (var i = callbackAt; i < callback.Parameters.Count && (i == callbackAt || name == "sort"); i++)
        {
            Bind(callback.Parameters[i].Target, element);
        }

        Function(callback);
        return name is "filter" or "sort" ? target : name is "find" or "findLast" ? element : null;
    }

    private void Assign(AssignSyntax assign)
    {
        switch (assign.Target)
        {
            case MemberSyntax member when assign.Operator == TokenKind.Assign:
                // Writing a member reads what lies above it.
                if (Visit(member.Target) is { Segments.Length: > 1 } above)
                {
                    Record(above);
                }

                Use(member.Computed);
                break;
            case NameSyntax when assign.Operator == TokenKind.Assign:
                break;
            default:
                Use(assign.Target);
                break;
        }

        Use(assign.Value);
    }

    private void Function(FunctionSyntax function)
    {
        foreach (var parameter in function.Parameters)
        {
            Use(parameter.Default);
            if (parameter.Target is not BindingSyntax)
            {
                Use(parameter.Target);
            }
        }

        UseAll(function.Scope.Functions);
        UseAll(function.Body);
        Use(function.Expression);
    }

    private void Members(IReadOnlyList<MemberSyntaxItem> members)
    {
        foreach (var member in members)
        {
            UseAll([member.Name?.Computed, member.Value, member.ShorthandDefault]);
        }
    }

    private void Statement(StatementSyntax statement)
    {
        switch (statement)
        {
            case VariableSyntax variable:
                foreach (var (target, value) in variable.Items)
                {
                    var path = value is null ? null : Visit(value);
                    if (variable.Kind == BindingKind.Const && path is not null)
                    {
                        Bind(target, path);
                        Record(target is BindingSyntax ? path : null);
                    }
                    else
                    {
                        Record(path, isPartial: true);
                        Bind(target, null);
                    }
                }

                break;
            case ExpressionStatementSyntax expression:
                Use(expression.Value);
                break;
            case BlockSyntax block:
                UseAll(block.Scope.Functions);
                UseAll(block.Body);
                break;
            case IfSyntax test:
                UseAll([test.Test, test.Then, test.Else]);
                break;
            case ForSyntax loop:
                UseAll([loop.Start, loop.Test, loop.Update, loop.Body]);
                break;
            case ForEachSyntax each:
                var list = Visit(each.Source);
                Record(list, isPartial: !each.IsOf);
                Bind(each.Target, each.IsOf && each.Kind == BindingKind.Const ? list?.Below(ExpressionPath.AnyElement) : null);
                Use(each.Body);
                break;
            case WhileSyntax loop:
                UseAll([loop.Test, loop.Body]);
                break;
            case ReturnSyntax answer:
                Use(answer.Value);
                break;
            case ThrowSyntax thrown:
                Use(thrown.Value);
                break;
            case TrySyntax attempt:
                UseAll([attempt.Block, attempt.Catch, attempt.Finally]);
                break;
            case SwitchSyntax choice:
                Use(choice.Value);
                UseAll(choice.Scope.Functions);
                foreach (var (test, body) in choice.Cases)
                {
                    Use(test);
                    UseAll(body);
                }

                break;
            case LabelSyntax label:
                Use(label.Body);
                break;
            case ClassDeclarationSyntax type:
                Use(type.Class);
                break;
        }
    }

    /// <summary>Gives the names of a pattern their meaning, and counts what its defaults read.</summary>
    private void Bind(SyntaxNode target, Path? path)
    {
        switch (target)
        {
            case BindingSyntax { Reference.Binding: { } binding }:
                if (path is not null)
                {
                    meanings[binding] = path;
                }

                break;
            case ObjectPatternSyntax pattern:
                foreach (var (name, item) in pattern.Items)
                {
                    Use(name.Computed);
                    Use(item.Default);
                    var member = name.Computed is null ? path?.Below(name.Key.ToString()) : null;
                    if (item.Target is BindingSyntax)
                    {
                        Record(member);
                    }

                    Bind(item.Target, member);
                }

                if (pattern.Rest is not null)
                {
                    Record(path, isPartial: true);
                }

                break;
            case ArrayPatternSyntax pattern:
                foreach (var item in pattern.Items)
                {
                    if (item is not null)
                    {
                        Use(item.Default);
                        Bind(item.Target, path?.Below(ExpressionPath.AnyElement));
                    }
                }

                break;
            case MemberSyntax member:
                Visit(member.Target);
                break;
        }
    }
}
