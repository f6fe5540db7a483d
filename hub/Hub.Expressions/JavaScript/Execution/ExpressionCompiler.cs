using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Compiles expressions.</summary>
internal sealed class ExpressionCompiler(FunctionCompiler function)
{
    private readonly TargetCompiler targets = function.Targets;

    public ExpressionCode Compile(ExpressionSyntax expression)
    {
        var guard = function.EnterLevel(expression.Position);
        var code = CompileCore(expression);
        function.LeaveLevel();
        return guard ? new GuardCode(code) : code;
    }

    /// <summary>Compiles a value that gives its name to an anonymous function or class.</summary>
    public ExpressionCode CompileNamed(ExpressionSyntax expression, string? name) => expression switch
    {
        FunctionSyntax { Name.Length: 0 } anonymous when name is not null => CompileFunction(anonymous, name),
        ClassSyntax { Name: null } anonymous when name is not null => CompileClass(anonymous, name),
        ParenthesizedSyntax inner => CompileNamed(inner.Inner, name),
        _ => Compile(expression),
    };

    public ArgumentsCode CompileArguments(IReadOnlyList<ExpressionSyntax> arguments) =>
        new([.. arguments.Select(Compile)], arguments.Any(static argument => argument is SpreadSyntax));

    private ExpressionCode CompileCore(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case LiteralSyntax literal:
                return new ConstantCode(literal.Value);
            case NameSyntax name:
                return targets.CompileRead(name.Reference);
            case ThisSyntax:
                function.Script.UsesThis = true;
                return new ThisCode();
            case NewTargetSyntax:
                return new NewTargetCode();
            case ParenthesizedSyntax inner:
                return Compile(inner.Inner);
            case TemplateSyntax template:
                return template.Values.Count == 0
                    ? new ConstantCode(template.Parts[0].Cooked ?? string.Empty)
                    : new TemplateCode([.. template.Parts.Select(static part => part.Cooked ?? string.Empty)], [.. template.Values.Select(Compile)]);
            case TaggedTemplateSyntax tagged:
                return new TaggedTemplateCode(Compile(tagged.Tag), [.. tagged.Template.Parts], [.. tagged.Template.Values.Select(Compile)], tagged.Position);
            case RegExpSyntax regExp:
                return new RegExpCode(regExp.Pattern, regExp.Flags);
            case ArraySyntax array:
                return new ArrayCode([.. array.Elements.Select(element => element is null ? null : Compile(element))], array.Elements.Any(static element => element is SpreadSyntax));
            case ObjectSyntax literal:
                return new ObjectCode([.. literal.Members.Select(CompileMember)]);
            case FunctionSyntax inner:
                return CompileFunction(inner, inner.Name);
            case ClassSyntax inner:
                return CompileClass(inner, inner.Name ?? string.Empty);
            case UnarySyntax unary:
                return CompileUnary(unary);
            case UpdateSyntax update:
                return new UpdateCode(targets.CompileTarget(update.Target, initializes: false), update.Increment ? 1 : -1, update.Prefix);
            case BinarySyntax binary:
                return CompileBinary(binary);
            case LogicalSyntax logical:
                return new LogicalCode(logical.Operator, Compile(logical.Left), Compile(logical.Right));
            case AssignSyntax assign:
                return CompileAssign(assign);
            case ConditionalSyntax conditional:
                return new ConditionalCode(Compile(conditional.Test), Compile(conditional.Then), Compile(conditional.Else));
            case CallSyntax call:
                return new CallCode(Compile(call.Callee), CompileArguments(call.Arguments), call.IsOptional, Show(call.Callee), call.Position);
            case NewSyntax made:
                return new NewCode(Compile(made.Callee), CompileArguments(made.Arguments), Show(made.Callee), made.Position);
            case MemberSyntax { Computed: null } member:
                return new NamedMemberCode(Compile(member.Target), member.Key, member.IsOptional, member.Position);
            case MemberSyntax member:
                return new ComputedMemberCode(Compile(member.Target), Compile(member.Computed), member.IsOptional, member.Position);
            case SuperMemberSyntax member:
                return new SuperMemberCode(member.Key, member.Computed is null ? null : Compile(member.Computed));
            case SuperCallSyntax call:
                return new SuperCallCode(CompileArguments(call.Arguments), call.Position);
            case OptionalChainSyntax chain:
                return new OptionalChainCode(Compile(chain.Chain));
            case SequenceSyntax sequence:
                return new SequenceCode([.. sequence.Items.Select(Compile)]);
            case SpreadSyntax spread:
                return new SpreadCode(Compile(spread.Value), spread.IsDirect);
            case AwaitSyntax wait:
                function.HasAwait = true;
                return new AwaitCode(Compile(wait.Value));
            case YieldSyntax { IsDelegate: true, Value: { } all }:
                return new YieldAllCode(Compile(all));
            case YieldSyntax one:
                return new YieldCode(one.Value is null ? null : Compile(one.Value));
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no code.");
        }
    }

    private ExpressionCode CompileUnary(UnarySyntax unary)
    {
        if (unary.Operator == TokenKind.Minus && unary.Operand is LiteralSyntax { Value.IsNumber: true } number)
        {
            return new ConstantCode(-number.Value.AsNumber);
        }

        if (unary.Operator == TokenKind.Delete)
        {
            var operand = unary.Operand;
            while (operand is ParenthesizedSyntax inner)
            {
                operand = inner.Inner;
            }

            var member = operand as MemberSyntax ?? (operand as OptionalChainSyntax)?.Chain as MemberSyntax;
            if (operand is SuperMemberSyntax)
            {
                return new ThrowingCode("Unsupported reference to 'super'");
            }

            if (member is not null)
            {
                return new DeleteMemberCode(Compile(member.Target), member.Key, member.Computed is null ? null : Compile(member.Computed), member.IsOptional);
            }
        }

        return new UnaryCode(unary.Operator, Compile(unary.Operand));
    }

    private ExpressionCode CompileBinary(BinarySyntax binary)
    {
        var left = Compile(binary.Left);
        var right = Compile(binary.Right);
        return binary.Operator switch
        {
            TokenKind.Plus => new AddCode(left, right),
            TokenKind.StrictEqual => new StrictEqualCode(left, right, wanted: true),
            TokenKind.StrictNotEqual => new StrictEqualCode(left, right, wanted: false),
            _ => new BinaryCode(binary.Operator, left, right),
        };
    }

    private ExpressionCode CompileAssign(AssignSyntax assign)
    {
        if (assign.Target is ArrayPatternSyntax or ObjectPatternSyntax)
        {
            return new PatternAssignCode(targets.CompilePattern(assign.Target, initializes: false), Compile(assign.Value));
        }

        var target = targets.CompileTarget(assign.Target, initializes: false);
        var isName = assign is { Target: NameSyntax, IsBareTarget: true };
        switch (assign.Operator)
        {
            case TokenKind.Assign:
                var value = CompileNamed(assign.Value, isName ? FunctionCompiler.NameOf(assign.Target) : null);
                return assign.Target is NameSyntax { Reference.Binding: { IsCaptured: false, HasDeadZone: false, Kind: not BindingKind.OwnName } binding }
                    ? new AssignLocalCode(binding.Slot, value)
                    : new AssignCode(target, value);
            case TokenKind.AndAndAssign or TokenKind.OrOrAssign or TokenKind.QuestionQuestionAssign:
                return new LogicalAssignCode(assign.Operator, target, CompileNamed(assign.Value, isName ? FunctionCompiler.NameOf(assign.Target) : null));
            default:
                return new CompoundAssignCode(OperatorOf(assign.Operator), target, Compile(assign.Value));
        }
    }

    private ExpressionCode CompileFunction(FunctionSyntax inner, string name)
    {
        if (inner.OwnName is { IsCaptured: true } own)
        {
            own.Slot = 0;
            return new FunctionExpressionCode(function.CompileInner(inner, name), 0, ownNameOnHeap: true);
        }

        return new FunctionExpressionCode(function.CompileInner(inner, name), 0, ownNameOnHeap: false);
    }

    private ClassCode CompileClass(ClassSyntax syntax, string name)
    {
        function.Place(syntax.Scope);
        var inner = syntax.InnerName is null ? null : TargetCompiler.CompileInitializer(syntax.InnerName, syntax.Scope, syntax.Position);
        var parent = syntax.Parent is null ? null : Compile(syntax.Parent);
        var constructor = function.CompileInner(syntax.Constructor ?? ImplicitConstructor(syntax), name);
        var members = syntax.Members.Select(CompileClassMember).ToArray();
        return new ClassCode(function.CompileScope(syntax.Scope), inner, parent, constructor, members);
    }

    /// <summary>The constructor of a class that writes none: it passes all arguments to the parent, if there is one.</summary>
    private static FunctionSyntax ImplicitConstructor(ClassSyntax syntax)
    {
        var scope = new Scope(syntax.Scope, isFunction: true);
        if (syntax.Parent is null)
        {
            return new FunctionSyntax(syntax.Position, string.Empty, FunctionKind.Constructor, scope, [], []) { End = syntax.Position };
        }

        scope.Declare("all", BindingKind.Parameter);
        var target = scope.Use("all", syntax.Position);
        var use = scope.Use("all", syntax.Position);
        scope.Close();
        var call = new SuperCallSyntax(syntax.Position, [new SpreadSyntax(syntax.Position, new NameSyntax(syntax.Position, use), IsDirect: true)]);
        return new FunctionSyntax(syntax.Position, string.Empty, FunctionKind.DerivedConstructor, scope,
            [new ParameterSyntax(syntax.Position, new BindingSyntax(syntax.Position, target), null, IsRest: true)],
            [new ExpressionStatementSyntax(syntax.Position, call)]) { End = syntax.Position };
    }

    private ClassMemberCode CompileClassMember(MemberSyntaxItem member)
    {
        var computed = member.Name.Computed is null ? null : Compile(member.Name.Computed);
        if (member.Kind == MemberKind.Field)
        {
            var value = member.Value is FunctionSyntax field ? CompileFieldValue(field, member.Name) : null;
            return new ClassMemberCode(member.IsStatic, null, member.Name.Key, computed, value);
        }

        var method = new MethodMemberCode(member.Name.Key, computed, function.CompileInner((FunctionSyntax)member.Value!), member.Kind, PropertyFlags.Hidden);
        return new ClassMemberCode(member.IsStatic, method, default, null, null);
    }

    private FunctionCode CompileFieldValue(FunctionSyntax field, MemberName name)
    {
        var named = field.Expression is FunctionSyntax { Name.Length: 0 } inner && name.Computed is null
            ? field with { Expression = inner with { Name = name.Key.ToString() } }
            : field;
        return function.CompileInner(named);
    }

    private MemberCode CompileMember(MemberSyntaxItem member)
    {
        var computed = member.Name.Computed is null ? null : Compile(member.Name.Computed);
        switch (member.Kind)
        {
            case MemberKind.Spread:
                return new SpreadMemberCode(Compile(member.Value!));
            case MemberKind.Value when computed is not null:
                return new ComputedMemberNameCode(computed, Compile(member.Value!), IsAnonymous(member.Value!));
            case MemberKind.Value when member.Name.Key.Text == "__proto__" && !member.IsShorthand:
                return new PrototypeMemberCode(Compile(member.Value!));
            case MemberKind.Value:
                return new ValueMemberCode(member.Name.Key, CompileNamed(member.Value!, member.Name.Key.ToString()));
            default:
                return new MethodMemberCode(member.Name.Key, computed, function.CompileInner((FunctionSyntax)member.Value!), member.Kind, PropertyFlags.All);
        }
    }

    private static bool IsAnonymous(ExpressionSyntax value) => value switch
    {
        ParenthesizedSyntax inner => IsAnonymous(inner.Inner),
        FunctionSyntax { Name.Length: 0 } or ClassSyntax { Name: null } => true,
        _ => false,
    };

    private static TokenKind OperatorOf(TokenKind assign) => assign switch
    {
        TokenKind.PlusAssign => TokenKind.Plus,
        TokenKind.MinusAssign => TokenKind.Minus,
        TokenKind.StarAssign => TokenKind.Star,
        TokenKind.SlashAssign => TokenKind.Slash,
        TokenKind.PercentAssign => TokenKind.Percent,
        TokenKind.StarStarAssign => TokenKind.StarStar,
        TokenKind.ShiftLeftAssign => TokenKind.ShiftLeft,
        TokenKind.ShiftRightAssign => TokenKind.ShiftRight,
        TokenKind.ShiftRightUnsignedAssign => TokenKind.ShiftRightUnsigned,
        TokenKind.AndAssign => TokenKind.And,
        TokenKind.OrAssign => TokenKind.Or,
        _ => TokenKind.Xor,
    };

    /// <summary>How a callee is named in the message that it is no function.</summary>
    private static string Show(ExpressionSyntax callee) => callee switch
    {
        NameSyntax name => name.Reference.Name,
        MemberSyntax { Computed: null } member => $"{Show(member.Target)}.{member.Key}",
        MemberSyntax member => $"{Show(member.Target)}[…]",
        ThisSyntax => "this",
        ParenthesizedSyntax inner => Show(inner.Inner),
        OptionalChainSyntax chain => Show(chain.Chain),
        CallSyntax call => $"{Show(call.Callee)}(…)",
        _ => "(intermediate value)",
    };
}
