using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Syntax;

// The syntax tree: one record per construct, named after the standard's productions, with its offset in the source.
internal abstract record SyntaxNode(int Position);

internal abstract record ExpressionSyntax(int Position) : SyntaxNode(Position);

internal abstract record StatementSyntax(int Position) : SyntaxNode(Position);

internal sealed record LiteralSyntax(int Position, JsValue Value) : ExpressionSyntax(Position);

internal sealed record NameSyntax(int Position, Reference Reference) : ExpressionSyntax(Position);

internal sealed record ThisSyntax(int Position) : ExpressionSyntax(Position);

internal sealed record NewTargetSyntax(int Position) : ExpressionSyntax(Position);

internal sealed record TemplateSyntax(int Position, IReadOnlyList<(string? Cooked, string Raw)> Parts, IReadOnlyList<ExpressionSyntax> Values) : ExpressionSyntax(Position);

internal sealed record TaggedTemplateSyntax(int Position, ExpressionSyntax Tag, TemplateSyntax Template) : ExpressionSyntax(Position);

internal sealed record RegExpSyntax(int Position, string Pattern, string Flags) : ExpressionSyntax(Position);

/// <summary>A null element is a hole.</summary>
internal sealed record ArraySyntax(int Position, IReadOnlyList<ExpressionSyntax?> Elements, bool HasTrailingComma) : ExpressionSyntax(Position);

internal enum MemberKind
{
    Value,
    Method,
    Getter,
    Setter,
    Spread,
    Field,
}

/// <summary>A property name: a fixed key, or an expression in brackets.</summary>
internal sealed record MemberName(PropertyKey Key, ExpressionSyntax? Computed);

/// <summary>A member of an object literal or class. <see cref="ShorthandDefault"/> is <c>{ a = 1 }</c>, valid only as a pattern.</summary>
internal sealed record MemberSyntaxItem(int Position, MemberKind Kind, MemberName Name, ExpressionSyntax? Value, bool IsStatic = false, ExpressionSyntax? ShorthandDefault = null, bool IsShorthand = false);

internal sealed record ObjectSyntax(int Position, IReadOnlyList<MemberSyntaxItem> Members, bool HasTrailingComma) : ExpressionSyntax(Position);

internal sealed record ClassSyntax(int Position, string? Name, Scope Scope, Binding? InnerName, ExpressionSyntax? Parent, FunctionSyntax? Constructor, IReadOnlyList<MemberSyntaxItem> Members) : ExpressionSyntax(Position);

internal sealed record UnarySyntax(int Position, TokenKind Operator, ExpressionSyntax Operand) : ExpressionSyntax(Position);

internal sealed record UpdateSyntax(int Position, bool Increment, bool Prefix, ExpressionSyntax Target) : ExpressionSyntax(Position);

internal sealed record BinarySyntax(int Position, TokenKind Operator, ExpressionSyntax Left, ExpressionSyntax Right) : ExpressionSyntax(Position);

/// <summary><c>&amp;&amp;</c>, <c>||</c> and <c>??</c>. Parentheses are remembered because <c>??</c> does not mix with the others without them.</summary>
internal sealed record LogicalSyntax(int Position, TokenKind Operator, ExpressionSyntax Left, ExpressionSyntax Right) : ExpressionSyntax(Position);

/// <summary>An assignment; only a target without parentheses gives its name to a function.</summary>
internal sealed record AssignSyntax(int Position, TokenKind Operator, SyntaxNode Target, ExpressionSyntax Value, bool IsBareTarget) : ExpressionSyntax(Position);

internal sealed record ConditionalSyntax(int Position, ExpressionSyntax Test, ExpressionSyntax Then, ExpressionSyntax Else) : ExpressionSyntax(Position);

internal sealed record CallSyntax(int Position, ExpressionSyntax Callee, IReadOnlyList<ExpressionSyntax> Arguments, bool IsOptional) : ExpressionSyntax(Position);

internal sealed record NewSyntax(int Position, ExpressionSyntax Callee, IReadOnlyList<ExpressionSyntax> Arguments) : ExpressionSyntax(Position);

internal sealed record MemberSyntax(int Position, ExpressionSyntax Target, PropertyKey Key, ExpressionSyntax? Computed, bool IsOptional) : ExpressionSyntax(Position);

internal sealed record SuperMemberSyntax(int Position, PropertyKey Key, ExpressionSyntax? Computed) : ExpressionSyntax(Position);

internal sealed record SuperCallSyntax(int Position, IReadOnlyList<ExpressionSyntax> Arguments) : ExpressionSyntax(Position);

/// <summary>The whole of <c>a?.b.c</c>: a missing link inside makes all of it undefined.</summary>
internal sealed record OptionalChainSyntax(int Position, ExpressionSyntax Chain) : ExpressionSyntax(Position);

internal sealed record SequenceSyntax(int Position, IReadOnlyList<ExpressionSyntax> Items) : ExpressionSyntax(Position);

/// <summary><c>...value</c>. The one that a class without a constructor passes on is <paramref name="IsDirect"/>: it asks no iterator.</summary>
internal sealed record SpreadSyntax(int Position, ExpressionSyntax Value, bool IsDirect = false) : ExpressionSyntax(Position);

internal sealed record AwaitSyntax(int Position, ExpressionSyntax Value) : ExpressionSyntax(Position);

internal sealed record YieldSyntax(int Position, ExpressionSyntax? Value, bool IsDelegate) : ExpressionSyntax(Position);

/// <summary>An expression in parentheses: it cannot be a pattern, and gives no name to a function.</summary>
internal sealed record ParenthesizedSyntax(int Position, ExpressionSyntax Inner) : ExpressionSyntax(Position);

internal enum FunctionKind
{
    Normal,
    Arrow,
    Method,
    Getter,
    Setter,
    Constructor,
    DerivedConstructor,
    Field,
}

internal sealed record FunctionSyntax(int Position, string Name, FunctionKind Kind, Scope Scope, IReadOnlyList<ParameterSyntax> Parameters, IReadOnlyList<StatementSyntax> Body) : ExpressionSyntax(Position)
{
    public bool IsAsync { get; init; }

    public bool IsGenerator { get; init; }

    /// <summary>The scope of the body, if the parameters hold code and so have a scope of their own.</summary>
    public Scope? BodyScope { get; init; }

    /// <summary>The value of an arrow without braces.</summary>
    public ExpressionSyntax? Expression { get; init; }

    /// <summary>The name of a function expression inside its own scope.</summary>
    public Binding? OwnName { get; init; }

    /// <summary>What a declaration binds.</summary>
    public Binding? Declared { get; init; }

    /// <summary>The <c>length</c> that scripts see.</summary>
    public int ExpectedArguments { get; init; }

    public int End { get; init; }
}

/// <summary>A parameter: a declared name or a pattern, perhaps with a default, perhaps taking the rest.</summary>
internal sealed record ParameterSyntax(int Position, SyntaxNode Target, ExpressionSyntax? Default, bool IsRest);

/// <summary>A declared name on the left side.</summary>
internal sealed record BindingSyntax(int Position, Reference Reference) : SyntaxNode(Position);

internal sealed record ArrayPatternSyntax(int Position, IReadOnlyList<PatternItem?> Items, SyntaxNode? Rest) : SyntaxNode(Position);

internal sealed record ObjectPatternSyntax(int Position, IReadOnlyList<(MemberName Name, PatternItem Item)> Items, SyntaxNode? Rest) : SyntaxNode(Position);

/// <summary>A target inside a pattern: a name, a member, or another pattern.</summary>
internal sealed record PatternItem(SyntaxNode Target, ExpressionSyntax? Default);

internal sealed record VariableSyntax(int Position, BindingKind Kind, IReadOnlyList<(SyntaxNode Target, ExpressionSyntax? Value)> Items) : StatementSyntax(Position);

internal sealed record ExpressionStatementSyntax(int Position, ExpressionSyntax Value) : StatementSyntax(Position);

internal sealed record BlockSyntax(int Position, Scope Scope, IReadOnlyList<StatementSyntax> Body) : StatementSyntax(Position);

internal sealed record EmptySyntax(int Position) : StatementSyntax(Position);

internal sealed record IfSyntax(int Position, ExpressionSyntax Test, StatementSyntax Then, StatementSyntax? Else) : StatementSyntax(Position);

internal sealed record ForSyntax(int Position, Scope Scope, StatementSyntax? Start, ExpressionSyntax? Test, ExpressionSyntax? Update, StatementSyntax Body) : StatementSyntax(Position);

/// <summary><c>for…in</c> and <c>for…of</c>; <see cref="Kind"/> is null when the target is not declared there.</summary>
internal sealed record ForEachSyntax(int Position, Scope Scope, bool IsOf, bool IsAwait, BindingKind? Kind, SyntaxNode Target, ExpressionSyntax Source, StatementSyntax Body) : StatementSyntax(Position);

internal sealed record WhileSyntax(int Position, ExpressionSyntax Test, StatementSyntax Body, bool TestsAfter) : StatementSyntax(Position);

internal sealed record ReturnSyntax(int Position, ExpressionSyntax? Value) : StatementSyntax(Position);

internal sealed record JumpSyntax(int Position, bool IsBreak, string? Label) : StatementSyntax(Position);

internal sealed record ThrowSyntax(int Position, ExpressionSyntax Value) : StatementSyntax(Position);

internal sealed record TrySyntax(int Position, BlockSyntax Block, Scope? CatchScope, SyntaxNode? Parameter, BlockSyntax? Catch, BlockSyntax? Finally) : StatementSyntax(Position);

internal sealed record SwitchSyntax(int Position, Scope Scope, ExpressionSyntax Value, IReadOnlyList<(ExpressionSyntax? Test, IReadOnlyList<StatementSyntax> Body)> Cases) : StatementSyntax(Position);

internal sealed record LabelSyntax(int Position, string Label, StatementSyntax Body) : StatementSyntax(Position);

internal sealed record ClassDeclarationSyntax(int Position, Reference Target, ClassSyntax Class) : StatementSyntax(Position);

/// <summary>A whole script; one read as standard keeps its top-level <c>var</c> and functions on the global object.</summary>
internal sealed record ScriptSyntax(string Source, FunctionSyntax Main, bool IsStandard);
