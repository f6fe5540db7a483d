using System.Runtime.CompilerServices;
using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Filters;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>Reads the expressions inside one tag or output.</summary>
internal sealed class MarkupParser
{
    private readonly string text;
    private readonly MarkupLexer lexer;
    private readonly PathRecorder paths;

    public MarkupParser(string text, int start, int end, PathRecorder paths)
    {
        this.text = text;
        this.paths = paths;
        lexer = new MarkupLexer(text, start, end);
        Current = lexer.Next();
    }

    public MarkupToken Current { get; private set; }

    /// <summary>The model path that the last value read is, when it is one and nothing else.</summary>
    public ReadPath? LastPath { get; private set; }

    public bool IsWord(string word) => Current.Kind == MarkupKind.Name && Current.Text == word;

    public bool TakeWord(string word)
    {
        var isThere = IsWord(word);
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    public bool Take(MarkupKind kind)
    {
        var isThere = Current.Kind == kind;
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    public MarkupToken Advance()
    {
        var token = Current;
        Current = lexer.Next();
        return token;
    }

    public MarkupToken Expect(MarkupKind kind, string english, string french) => Current.Kind == kind ? Advance() : throw Unexpected(english, french);

    public void ExpectEnd()
    {
        if (Current.Kind != MarkupKind.End)
        {
            throw Unexpected("the end of the tag", "la fin de la balise");
        }
    }

    /// <summary>A condition, then filters.</summary>
    public LiquidExpression Filtered()
    {
        var value = Condition();
        var path = LastPath;
        if (Current.Kind != MarkupKind.Pipe)
        {
            return value;
        }

        if (path is not null)
        {
            paths.MarkPartial(path);
        }

        var calls = new List<FilterCall>();
        while (Take(MarkupKind.Pipe))
        {
            calls.Add(Filter());
        }

        LastPath = null;
        return new FilteredValue(value, [.. calls]);
    }

    /// <summary>Comparisons joined by <c>and</c> and <c>or</c>.</summary>
    public LiquidExpression Condition()
    {
        var first = Compared();
        if (!IsWord("and") && !IsWord("or"))
        {
            return first;
        }

        var operands = new List<LiquidExpression> { first };
        var isAnd = new List<bool>();
        while (IsWord("and") || IsWord("or"))
        {
            isAnd.Add(Advance().Text == "and");
            operands.Add(Compared());
        }

        LastPath = null;
        return new LogicalValue([.. operands], [.. isAnd]);
    }

    /// <summary>A literal, a path or a range.</summary>
    public LiquidExpression Primary()
    {
        LastPath = null;
        switch (Current.Kind)
        {
            case MarkupKind.Value:
                return new ConstantValue(Advance().Value);
            case MarkupKind.OpenParen:
                return Range();
            case MarkupKind.Name:
            case MarkupKind.OpenBracket:
                return PathOrWord();
            default:
                throw Unexpected("a value", "une valeur");
        }
    }

    public ExpressionException Unexpected(string english, string french)
    {
        var (found, trouvé) = Current.Kind == MarkupKind.End ? ("the end of the tag", "la fin de la balise") : ($"'{Current.Text}'", $"« {Current.Text} »");
        return Fail(Current.Start, $"Expected {english}, found {found}.", $"{char.ToUpperInvariant(french[0])}{french[1..]} : attendu ; trouvé : {trouvé}.");
    }

    public ExpressionException Fail(int position, string english, string french) => SyntaxPlace.Error(ExpressionErrorKind.Syntax, text, position, english, french);

    private LiquidExpression Compared()
    {
        var left = Primary();
        LiquidOperator comparison;
        if (Current.Kind == MarkupKind.Operator)
        {
            comparison = Advance().Text switch
            {
                "==" => LiquidOperator.Equal,
                "!=" or "<>" => LiquidOperator.NotEqual,
                "<" => LiquidOperator.Less,
                "<=" => LiquidOperator.LessOrEqual,
                ">" => LiquidOperator.Greater,
                _ => LiquidOperator.GreaterOrEqual,
            };
        }
        else if (TakeWord("contains"))
        {
            comparison = LiquidOperator.Contains;
        }
        else if (Current.Kind == MarkupKind.Assign)
        {
            throw Fail(Current.Start, "'=' gives a name a value; to compare, write '=='.", "« = » donne une valeur à un nom ; pour comparer, écrivez « == ».");
        }
        else
        {
            return left;
        }

        var right = Primary();
        LastPath = null;
        return new ComparisonValue(left, comparison, right);
    }

    private RangeValue Range()
    {
        Guard();
        Advance();
        var first = Primary();
        if (Current.Kind != MarkupKind.DotDot)
        {
            throw Fail(Current.Start, "Parentheses hold ranges only, such as (1..5); conditions are grouped from right to left.",
                "Les parenthèses ne servent qu'aux intervalles, comme (1..5) ; les conditions se groupent de droite à gauche.");
        }

        Advance();
        var last = Primary();
        Expect(MarkupKind.CloseParen, "')'", "« ) »");
        LastPath = null;
        return new RangeValue(first, last);
    }

    private LiquidExpression PathOrWord()
    {
        var start = Current;
        LiquidExpression? rootName = null;
        var segments = new List<string>();
        var isPartial = false;
        if (start.Kind == MarkupKind.Name)
        {
            Advance();
            if (Current.Kind is not (MarkupKind.Dot or MarkupKind.OpenBracket) && Word(start.Text) is { } word)
            {
                return word;
            }

            segments.Add(start.Text);
        }
        else
        {
            Advance();
            Guard();
            rootName = Primary();
            Expect(MarkupKind.CloseBracket, "']'", "« ] »");
            if (rootName is ConstantValue { Value: { IsText: true } given })
            {
                segments.Add(given.AsText);
            }
            else
            {
                isPartial = true;
            }
        }

        var members = new List<LiquidExpression>();
        while (true)
        {
            if (Take(MarkupKind.Dot))
            {
                var name = Expect(MarkupKind.Name, "a property name", "un nom de propriété").Text;
                members.Add(new DottedName(name));
                isPartial |= name is "size" or "first" or "last";
                AddSegment(name);
            }
            else if (Take(MarkupKind.OpenBracket))
            {
                Guard();
                var key = Primary();
                Expect(MarkupKind.CloseBracket, "']'", "« ] »");
                members.Add(key);
                var constant = (key as ConstantValue)?.Value ?? LiquidValue.Nil;
                isPartial |= !constant.IsText && !constant.IsInteger;
                AddSegment(constant.IsText ? constant.AsText : ExpressionPath.AnyElement);
            }
            else
            {
                break;
            }
        }

        LastPath = paths.Read(new ReadPath(segments, isPartial, start.Start));
        return new PathValue(rootName, start.Text, [.. members]);

        // What is computed hides what lies below it.
        void AddSegment(string name)
        {
            if (!isPartial)
            {
                segments.Add(name);
            }
        }
    }

    private static ConstantValue? Word(string name) => name switch
    {
        "true" => new(LiquidValue.True),
        "false" => new(LiquidValue.False),
        "nil" or "null" => new(LiquidValue.Nil),
        "empty" => new(LiquidValue.Empty),
        "blank" => new(LiquidValue.Blank),
        _ => null,
    };

    private FilterCall Filter()
    {
        var name = Expect(MarkupKind.Name, "the name of a filter", "le nom d'un filtre");
        var filter = FilterTable.Find(name.Text)
            ?? throw Fail(name.Start, $"There is no filter '{name.Text}'.{Suggest(name.Text, " Did you mean '{0}'?")}", $"Le filtre « {name.Text} » n'existe pas.{Suggest(name.Text, " Vouliez-vous dire « {0} » ?")}");
        var arguments = new List<LiquidExpression>();
        var named = new List<(string Name, LiquidExpression Value)>();
        if (Take(MarkupKind.Colon))
        {
            do
            {
                Argument(filter, arguments, named);
            }
            while (Take(MarkupKind.Comma));
        }

        if (arguments.Count < filter.MinArguments || arguments.Count > filter.MaxArguments)
        {
            var wanted = filter.MinArguments == filter.MaxArguments ? $"{filter.MinArguments}" : $"{filter.MinArguments}-{filter.MaxArguments}";
            throw Fail(name.Start, $"The filter '{name.Text}' takes {wanted} argument(s); {arguments.Count} given.", $"Le filtre « {name.Text} » prend {wanted} argument(s) ; {arguments.Count} donné(s).");
        }

        return new FilterCall(name.Start, filter, [.. arguments], [.. named]);
    }

    private void Argument(Filter filter, List<LiquidExpression> arguments, List<(string Name, LiquidExpression Value)> named)
    {
        if (Current.Kind == MarkupKind.Name && Array.IndexOf(filter.NamedArguments, Current.Text) >= 0)
        {
            var name = Advance();
            if (Take(MarkupKind.Colon))
            {
                named.Add((name.Text, Argument()));
                return;
            }

            throw Unexpected($"':' after '{name.Text}'", $"« : » après « {name.Text} »");
        }

        arguments.Add(Argument());
        if (Current.Kind == MarkupKind.Colon)
        {
            throw Fail(Current.Start, $"The filter '{filter.Name}' has no argument of that name.", $"Le filtre « {filter.Name} » n'a pas d'argument de ce nom.");
        }
    }

    private LiquidExpression Argument()
    {
        var value = Primary();
        if (LastPath is not null)
        {
            paths.MarkPartial(LastPath);
        }

        return value;
    }

    private static string Suggest(string name, string format) =>
        FilterTable.Nearest(name) is { } near ? string.Format(System.Globalization.CultureInfo.InvariantCulture, format, near) : string.Empty;

    private void Guard()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SyntaxError.TooDeep(text, Current.Start);
        }
    }
}
