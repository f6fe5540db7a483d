using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Functions, arrows, methods and classes (§15).</summary>
internal sealed class FunctionParser(Parser parser)
{
    private readonly TokenCursor cursor = parser.Cursor;
    private readonly ParseContext context = parser.Context;

    /// <summary>Offsets already tried in vain as the start of an arrow: without this, nested parentheses would be tried twice at each level.</summary>
    private readonly HashSet<int> notArrows = [];

    /// <summary>Whether the body of an arrow is being read, so that an error in it is no reason to read it again.</summary>
    private bool committed;

    public StatementSyntax ParseDeclaration(bool isAsync)
    {
        var start = cursor.Current.Start;
        if (isAsync)
        {
            cursor.Advance();
        }

        cursor.Advance();
        var isGenerator = cursor.Take(TokenKind.Star);
        var name = parser.ExpectTargetName();
        var binding = context.Declare(name.Text, BindingKind.Function, name.Start);
        var function = ParseRest(start, name.Text, FunctionKind.Normal, isAsync, isGenerator) with { Declared = binding };
        context.Scope.Functions.Add(function);
        return new EmptySyntax(start);
    }

    public FunctionSyntax ParseFunctionExpression(bool isAsync)
    {
        var start = cursor.Current.Start;
        if (isAsync)
        {
            cursor.Advance();
        }

        cursor.Advance();
        var isGenerator = cursor.Take(TokenKind.Star);
        if (!cursor.Is(TokenKind.Name))
        {
            return ParseRest(start, string.Empty, FunctionKind.Normal, isAsync, isGenerator);
        }

        var name = parser.ExpectTargetName();
        var scope = context.OpenScope();
        var own = scope.Declare(name.Text, BindingKind.OwnName);
        var function = ParseRest(start, name.Text, FunctionKind.Normal, isAsync, isGenerator) with { OwnName = own };
        context.CloseScope();
        return function;
    }

    /// <summary>An arrow function if one starts here; otherwise null and nothing is consumed.</summary>
    public FunctionSyntax? TryParseArrow(bool allowIn)
    {
        var start = cursor.Current;
        var next = start.Kind switch
        {
            TokenKind.OpenParen => TokenKind.OpenParen,
            TokenKind.Name => cursor.PeekNext().Kind,
            _ => TokenKind.End,
        };
        var isAsync = cursor.IsWord("async") && !cursor.PeekNext().AfterLineEnd && next is TokenKind.OpenParen or TokenKind.Name;
        if (start.Kind == TokenKind.Name && next != TokenKind.Arrow && !isAsync)
        {
            return null;
        }

        if (start.Kind is not (TokenKind.Name or TokenKind.OpenParen) || notArrows.Contains(start.Start))
        {
            return null;
        }

        var saved = cursor.Save();
        if (start.Kind == TokenKind.OpenParen && !MayBeParameters())
        {
            cursor.Restore(saved);
            notArrows.Add(start.Start);
            return null;
        }

        cursor.Restore(saved);
        var state = FunctionState.Take(context);
        var scope = context.OpenScope(isFunction: true, isArrow: true);

        // This trial is its own, even inside the body of an arrow that is certain already.
        var outer = committed;
        committed = false;
        try
        {
            if (isAsync)
            {
                cursor.Advance();
            }

            context.InAsync |= isAsync;
            var parameters = cursor.Is(TokenKind.OpenParen) ? ParseParameters() : [ParseSingleParameter()];
            if (cursor.Is(TokenKind.Arrow) && !cursor.Current.AfterLineEnd)
            {
                // From here on it is an arrow for certain: errors inside its body are real ones.
                cursor.Advance();
                committed = true;
                return ParseArrowBody(start.Start, state, parameters, isAsync, allowIn);
            }
        }
        catch (ExpressionException error) when (error.Kind != ExpressionErrorKind.Budget && !committed)
        {
            // Not a parameter list: read it again as an expression, whose error message is the better one.
        }
        finally
        {
            committed = outer;
        }

        state.Restore(context);
        context.Scope = scope.Parent ?? throw new InvalidOperationException("An arrow has a scope around it.");
        cursor.Restore(saved);
        notArrows.Add(start.Start);
        return null;
    }

    /// <summary>Two tokens tell most parenthesised expressions from parameters, which spares the trial.</summary>
    private bool MayBeParameters()
    {
        cursor.Advance();
        return cursor.Current.Kind switch
        {
            TokenKind.CloseParen or TokenKind.Ellipsis or TokenKind.OpenBracket or TokenKind.OpenBrace => true,
            TokenKind.Name => cursor.PeekNext().Kind is TokenKind.Comma or TokenKind.Assign or TokenKind.CloseParen,
            _ => false,
        };
    }

    private FunctionSyntax ParseArrowBody(int start, FunctionState state, List<ParameterSyntax> parameters, bool isAsync, bool allowIn)
    {
        context.InAsync = isAsync;
        context.InGenerator = false;
        context.InParameters = false;
        context.AllowsReturn = true;
        (context.Loops, context.Switches, context.Labels) = (0, 0, []);
        context.PendingShorthandDefault = -1;
        IReadOnlyList<StatementSyntax> body = [];
        ExpressionSyntax? value = null;
        Scope? bodyScope = null;
        if (cursor.Is(TokenKind.OpenBrace))
        {
            body = ParseBody(parameters, out bodyScope);
            CheckDirective(start, parameters, body);
        }
        else
        {
            value = parser.Expressions.ParseAssignment(allowIn);
        }

        var scope = context.Scope;
        context.CloseScope();
        state.Restore(context);
        return new FunctionSyntax(start, string.Empty, FunctionKind.Arrow, scope, parameters, body)
        {
            IsAsync = isAsync,
            BodyScope = bodyScope,
            Expression = value,
            ExpectedArguments = Expected(parameters),
            End = cursor.PreviousEnd,
        };
    }

    private ParameterSyntax ParseSingleParameter()
    {
        var start = cursor.Current.Start;
        return new ParameterSyntax(start, parser.Patterns.ParseTarget(BindingKind.Parameter), null, IsRest: false);
    }

    private List<ParameterSyntax> ParseParameters()
    {
        cursor.Expect(TokenKind.OpenParen, "(");
        var parameters = new List<ParameterSyntax>();
        context.InParameters = true;
        while (!cursor.Is(TokenKind.CloseParen))
        {
            var start = cursor.Current.Start;
            if (cursor.Take(TokenKind.Ellipsis))
            {
                parameters.Add(new ParameterSyntax(start, ParseParameterTarget(), null, IsRest: true));
                break;
            }

            var target = ParseParameterTarget();
            var fallback = cursor.Take(TokenKind.Assign) ? parser.Expressions.ParseAssignment() : null;
            parameters.Add(new ParameterSyntax(start, target, fallback, IsRest: false));
            if (!cursor.Is(TokenKind.CloseParen))
            {
                cursor.Expect(TokenKind.Comma, ",");
            }
        }

        cursor.Expect(TokenKind.CloseParen, ")");
        context.InParameters = false;
        return parameters;
    }

    private SyntaxNode ParseParameterTarget() => parser.Patterns.ParseTarget(BindingKind.Parameter);

    /// <summary>A body cannot turn strict after parameters that already ran code (§15.2.1).</summary>
    private void CheckDirective(int start, List<ParameterSyntax> parameters, IReadOnlyList<StatementSyntax> body)
    {
        if (body is [ExpressionStatementSyntax { Value: LiteralSyntax { Value: { IsString: true } text } }, ..] && text.AsString == "use strict"
            && parameters.Exists(static parameter => parameter.Default is not null || parameter.IsRest || parameter.Target is not BindingSyntax))
        {
            throw cursor.Fail(start, "'use strict' cannot stand in a function with such parameters.", "« use strict » ne peut pas figurer dans une fonction avec de tels paramètres.");
        }
    }

    private FunctionSyntax ParseRest(int start, string name, FunctionKind kind, bool isAsync, bool isGenerator)
    {
        if (isAsync && isGenerator)
        {
            throw SyntaxError.NotSupported(cursor.Source, start, "An async generator");
        }

        var state = FunctionState.Take(context);
        context.Enter(start);
        var scope = context.OpenScope(isFunction: true);
        context.InAsync = isAsync;
        context.InGenerator = isGenerator;
        context.AllowsNewTarget = context.AllowsReturn = true;
        context.AllowsSuperMember = kind != FunctionKind.Normal;
        context.AllowsSuperCall = kind == FunctionKind.DerivedConstructor;
        (context.Loops, context.Switches, context.Labels) = (0, 0, []);
        context.PendingShorthandDefault = -1;
        var parameters = ParseParameters();
        if ((kind == FunctionKind.Getter && parameters.Count != 0) || (kind == FunctionKind.Setter && (parameters.Count != 1 || parameters[0].IsRest)))
        {
            throw cursor.Fail(start, "A getter takes no parameter, a setter takes one.", "Un accesseur get ne prend aucun paramètre, un set en prend un.");
        }

        var body = ParseBody(parameters, out var bodyScope);
        CheckDirective(start, parameters, body);
        context.CloseScope();
        state.Restore(context);
        return new FunctionSyntax(start, name, kind, scope, parameters, body)
        {
            BodyScope = bodyScope,
            IsAsync = isAsync,
            IsGenerator = isGenerator,
            ExpectedArguments = Expected(parameters),
            End = cursor.PreviousEnd,
        };
    }

    /// <summary>A body in braces. Where parameters hold code, closures in them must not see what the body declares: it gets a scope of its own.</summary>
    private List<StatementSyntax> ParseBody(List<ParameterSyntax> parameters, out Scope? bodyScope)
    {
        bodyScope = null;
        if (!parameters.Exists(static parameter => parameter.Default is not null || parameter.Target is not BindingSyntax))
        {
            return parser.Statements.ParseBraces();
        }

        var around = context.Scope;
        bodyScope = context.Scope = new Scope(around, isFunction: false) { HoldsVars = true };
        var start = cursor.Current.Start;
        var body = parser.Statements.ParseBraces();
        if (bodyScope.Bindings.Find(binding => binding.IsLexical && around.Find(binding.Name) is not null) is { } taken)
        {
            throw cursor.Fail(start, $"'{taken.Name}' is already declared.", $"« {taken.Name} » est déjà déclaré.");
        }

        context.CloseScope();
        return body;
    }

    private static int Expected(List<ParameterSyntax> parameters)
    {
        var end = parameters.FindIndex(static parameter => parameter.Default is not null || parameter.IsRest);
        return end < 0 ? parameters.Count : end;
    }

    /// <summary>A method written with a leading word or star (<c>get</c>, <c>set</c>, <c>async</c>, <c>*</c>); null when there is none.</summary>
    public MemberSyntaxItem? TryParseMethod(bool isStatic = false)
    {
        var start = cursor.Current.Start;
        if (cursor.Take(TokenKind.Star))
        {
            return ParseMethodAfterName(start, MemberKind.Method, parser.Expressions.ParseMemberName(), isAsync: false, isGenerator: true, isStatic, FunctionKind.Method);
        }

        var isWord = cursor.IsWord("get") || cursor.IsWord("set") || cursor.IsWord("async");
        if (!isWord || cursor.PeekNext().Kind is TokenKind.OpenParen or TokenKind.Comma or TokenKind.Colon or TokenKind.CloseBrace or TokenKind.Assign or TokenKind.Semicolon)
        {
            return null;
        }

        if (cursor.IsWord("async") ? cursor.PeekNext().AfterLineEnd : cursor.PeekNext().Kind == TokenKind.Star)
        {
            return null;
        }

        var word = cursor.Advance().Text;
        if (word == "async")
        {
            var isGenerator = cursor.Take(TokenKind.Star);
            return ParseMethodAfterName(start, MemberKind.Method, parser.Expressions.ParseMemberName(), isAsync: true, isGenerator, isStatic, FunctionKind.Method);
        }

        return word == "get"
            ? ParseMethodAfterName(start, MemberKind.Getter, parser.Expressions.ParseMemberName(), false, false, isStatic, FunctionKind.Getter)
            : ParseMethodAfterName(start, MemberKind.Setter, parser.Expressions.ParseMemberName(), false, false, isStatic, FunctionKind.Setter);
    }

    public MemberSyntaxItem ParseMethodAfterName(int start, MemberKind member, MemberName name, bool isAsync, bool isGenerator, bool isStatic, FunctionKind kind)
    {
        var function = ParseRest(start, name.Computed is null ? name.Key.ToString() : string.Empty, kind, isAsync, isGenerator);
        return new MemberSyntaxItem(start, member, name, function, isStatic);
    }

    public ClassDeclarationSyntax ParseClassDeclaration()
    {
        var start = cursor.Current.Start;
        var name = cursor.PeekNext();
        if (name.Kind != TokenKind.Name)
        {
            cursor.Advance();
            throw cursor.Unexpected("a name");
        }

        context.Declare(name.Text, BindingKind.Class, name.Start);
        var target = context.Use(name.Text, name.Start);
        return new ClassDeclarationSyntax(start, target, ParseClass(name.Text));
    }

    public ClassSyntax ParseClass(string? declaredName)
    {
        var start = cursor.Advance().Start;
        context.Enter(start);
        var scope = context.OpenScope();
        Binding? inner = null;
        string? name = declaredName;
        if (cursor.Is(TokenKind.Name) || declaredName is not null)
        {
            name = parser.ExpectTargetName().Text;
            inner = scope.Declare(name, BindingKind.Const);
        }

        ExpressionSyntax? parent = null;
        if (cursor.Take(TokenKind.Extends))
        {
            parent = new OperandParser(parser).ParseLeftHandSide();
        }

        cursor.Expect(TokenKind.OpenBrace, "{");
        var members = new List<MemberSyntaxItem>();
        FunctionSyntax? constructor = null;
        while (!cursor.Take(TokenKind.CloseBrace))
        {
            if (cursor.Take(TokenKind.Semicolon))
            {
                continue;
            }

            var member = ParseClassMember(parent is not null);
            if (member.Value is FunctionSyntax { Kind: FunctionKind.Constructor or FunctionKind.DerivedConstructor } found)
            {
                constructor = constructor is null
                    ? found
                    : throw cursor.Fail(member.Position, "A class has one constructor.", "Une classe a un seul constructeur.");
            }
            else
            {
                members.Add(member);
            }
        }

        context.CloseScope();
        context.Leave();
        return new ClassSyntax(start, name, scope, inner, parent, constructor, members);
    }

    private MemberSyntaxItem ParseClassMember(bool isDerived)
    {
        var start = cursor.Current.Start;
        var isStatic = false;
        if (cursor.IsWord("static") && cursor.PeekNext().Kind is not (TokenKind.OpenParen or TokenKind.Assign or TokenKind.Semicolon or TokenKind.CloseBrace))
        {
            cursor.Advance();
            isStatic = true;
            if (cursor.Is(TokenKind.OpenBrace))
            {
                throw SyntaxError.NotSupported(cursor.Source, start, "A static block");
            }
        }

        if (TryParseMethod(isStatic) is { } method)
        {
            CheckStaticName(start, method.Name, isStatic);
            return method.Name is { Computed: null, Key.Text: "constructor" } && !isStatic
                ? throw cursor.Fail(start, "A constructor is a plain method.", "Un constructeur est une méthode simple.")
                : method;
        }

        var name = parser.Expressions.ParseMemberName();
        CheckStaticName(start, name, isStatic);
        if (cursor.Is(TokenKind.OpenParen))
        {
            var isConstructor = !isStatic && name is { Computed: null, Key.Text: "constructor" };
            var kind = !isConstructor ? FunctionKind.Method : isDerived ? FunctionKind.DerivedConstructor : FunctionKind.Constructor;
            return ParseMethodAfterName(start, MemberKind.Method, name, isAsync: false, isGenerator: false, isStatic, kind);
        }

        return name is { Computed: null, Key.Text: "constructor" }
            ? throw cursor.Fail(start, "A field cannot be named 'constructor'.", "Un champ ne peut pas se nommer « constructor ».")
            : ParseField(start, name, isStatic);
    }

    private void CheckStaticName(int start, MemberName name, bool isStatic)
    {
        if (isStatic && name is { Computed: null, Key.Text: "prototype" })
        {
            throw cursor.Fail(start, "A static member cannot be named 'prototype'.", "Un membre statique ne peut pas se nommer « prototype ».");
        }
    }

    /// <summary>A field's value is a method of its own: it sees <c>this</c>, and runs once per object.</summary>
    private MemberSyntaxItem ParseField(int start, MemberName name, bool isStatic)
    {
        FunctionSyntax? value = null;
        if (cursor.Take(TokenKind.Assign))
        {
            var state = FunctionState.Take(context);
            var scope = context.OpenScope(isFunction: true);
            context.InAsync = context.InGenerator = context.AllowsSuperCall = false;
            context.AllowsSuperMember = context.AllowsNewTarget = true;
            var expression = parser.Expressions.ParseAssignment();
            context.CloseScope();
            if (scope.Find("arguments") is not null)
            {
                throw cursor.Fail(start, "'arguments' has no meaning in a field.", "« arguments » n'a pas de sens dans un champ.");
            }

            state.Restore(context);
            value = new FunctionSyntax(start, name.Computed is null ? name.Key.ToString() : string.Empty, FunctionKind.Field, scope, [], []) { Expression = expression, End = cursor.PreviousEnd };
        }

        cursor.ExpectSemicolon();
        return new MemberSyntaxItem(start, MemberKind.Field, name, value, isStatic);
    }
}
