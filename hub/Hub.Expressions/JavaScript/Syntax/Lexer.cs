using System.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Cuts a source into tokens (§12). Whether a slash starts a regular expression, or a brace goes on with a template, the parser says.</summary>
internal sealed class Lexer(string source)
{
    private static readonly Dictionary<string, TokenKind> Words = Enum.GetValues<TokenKind>()
        .Where(static kind => kind >= TokenKind.Break)
        .ToDictionary(static kind => kind.ToString().ToLowerInvariant());

    /// <summary>Longest first, so that the first that fits is the right one.</summary>
    private static readonly (string Text, TokenKind Kind)[] Punctuators =
    [
        (">>>=", TokenKind.ShiftRightUnsignedAssign),
        ("...", TokenKind.Ellipsis), ("===", TokenKind.StrictEqual), ("!==", TokenKind.StrictNotEqual), ("**=", TokenKind.StarStarAssign),
        ("<<=", TokenKind.ShiftLeftAssign), (">>=", TokenKind.ShiftRightAssign), (">>>", TokenKind.ShiftRightUnsigned),
        ("&&=", TokenKind.AndAndAssign), ("||=", TokenKind.OrOrAssign), ("??=", TokenKind.QuestionQuestionAssign),
        ("=>", TokenKind.Arrow), ("==", TokenKind.Equal), ("!=", TokenKind.NotEqual), ("<=", TokenKind.LessEqual), (">=", TokenKind.GreaterEqual),
        ("&&", TokenKind.AndAnd), ("||", TokenKind.OrOr), ("??", TokenKind.QuestionQuestion), ("?.", TokenKind.QuestionDot),
        ("++", TokenKind.PlusPlus), ("--", TokenKind.MinusMinus), ("+=", TokenKind.PlusAssign), ("-=", TokenKind.MinusAssign),
        ("*=", TokenKind.StarAssign), ("/=", TokenKind.SlashAssign), ("%=", TokenKind.PercentAssign), ("&=", TokenKind.AndAssign),
        ("|=", TokenKind.OrAssign), ("^=", TokenKind.XorAssign), ("<<", TokenKind.ShiftLeft), (">>", TokenKind.ShiftRight), ("**", TokenKind.StarStar),
        ("{", TokenKind.OpenBrace), ("}", TokenKind.CloseBrace), ("(", TokenKind.OpenParen), (")", TokenKind.CloseParen),
        ("[", TokenKind.OpenBracket), ("]", TokenKind.CloseBracket), (".", TokenKind.Dot), (";", TokenKind.Semicolon), (",", TokenKind.Comma),
        ("?", TokenKind.Question), (":", TokenKind.Colon), ("<", TokenKind.Less), (">", TokenKind.Greater), ("+", TokenKind.Plus), ("-", TokenKind.Minus),
        ("*", TokenKind.Star), ("/", TokenKind.Slash), ("%", TokenKind.Percent), ("&", TokenKind.And), ("|", TokenKind.Or), ("^", TokenKind.Xor),
        ("!", TokenKind.Not), ("~", TokenKind.Tilde), ("=", TokenKind.Assign),
    ];

    private readonly Dictionary<string, string> names = [];
    private readonly StringBuilder buffer = new();
    private int position;

    public string Source => source;

    /// <summary>Reads the token that starts at or after <paramref name="from"/>.</summary>
    public Token Next(int from)
    {
        position = from;
        var afterLineEnd = SkipBlanks();
        var start = position;
        if (position >= source.Length)
        {
            return new Token(TokenKind.End, start, start, afterLineEnd, string.Empty);
        }

        var c = source[position];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            var number = new NumberReader(source, start);
            var value = number.Read();
            position = number.Position;
            return new Token(TokenKind.Number, start, position, afterLineEnd, string.Empty, value);
        }

        if (c is '"' or '\'')
        {
            var text = ReadString(c);
            return new Token(TokenKind.String, start, position, afterLineEnd, text);
        }

        if (c == '`')
        {
            position++;
            return ReadTemplatePart(start, afterLineEnd);
        }

        if (c == '\\' || TextClass.IsNameStart(TextClass.PointAt(source, position)))
        {
            var name = ReadName(out var escaped);
            var kind = Words.GetValueOrDefault(name, TokenKind.Name);
            return new Token(kind, start, position, afterLineEnd, name) { Escaped = escaped };
        }

        if (c == '#' && (Peek(1) == '\\' || TextClass.IsNameStart(TextClass.PointAt(source, position + 1))))
        {
            position++;
            var name = ReadName(out _);
            return new Token(TokenKind.PrivateName, start, position, afterLineEnd, "#" + name);
        }

        foreach (var (text, kind) in Punctuators)
        {
            if (text[0] == c && string.CompareOrdinal(source, position, text, 0, text.Length) == 0
                && !(kind == TokenKind.QuestionDot && char.IsAsciiDigit(Peek(2))))
            {
                position += text.Length;
                return new Token(kind, start, position, afterLineEnd, text);
            }
        }

        throw Fail(position, "This character has no meaning here.", "Ce caractère n'a pas de sens ici.");
    }

    /// <summary>Goes on with a template after the closing brace of a substitution.</summary>
    public Token NextTemplatePart(int afterBrace)
    {
        position = afterBrace;
        return ReadTemplatePart(afterBrace, afterLineEnd: false);
    }

    /// <summary>Reads the regular expression whose first slash is at <paramref name="start"/>.</summary>
    public Token ReadRegExp(int start, bool afterLineEnd)
    {
        position = start + 1;
        var inClass = false;
        while (true)
        {
            if (position >= source.Length || TextClass.IsLineEnd(source[position]))
            {
                throw Fail(start, "The regular expression has no end.", "L'expression régulière n'a pas de fin.");
            }

            var c = source[position++];
            if (c == '\\' && position < source.Length && !TextClass.IsLineEnd(source[position]))
            {
                position++;
            }
            else if (c == '[')
            {
                inClass = true;
            }
            else if (c == ']')
            {
                inClass = false;
            }
            else if (c == '/' && !inClass)
            {
                break;
            }
        }

        var body = source[(start + 1)..(position - 1)];
        var flagsStart = position;
        while (position < source.Length && TextClass.IsNamePart(source[position]))
        {
            position++;
        }

        return new Token(TokenKind.RegExp, start, position, afterLineEnd, body) { Flags = source[flagsStart..position] };
    }

    private bool SkipBlanks()
    {
        var lineEnd = false;
        while (position < source.Length)
        {
            var c = source[position];
            if (TextClass.IsWhiteSpace(c))
            {
                lineEnd |= TextClass.IsLineEnd(c);
                position++;
            }
            else if (c == '/' && Peek(1) == '/')
            {
                while (position < source.Length && !TextClass.IsLineEnd(source[position]))
                {
                    position++;
                }
            }
            else if (c == '/' && Peek(1) == '*')
            {
                var end = source.IndexOf("*/", position + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw Fail(position, "The comment has no end.", "Le commentaire n'a pas de fin.");
                }

                lineEnd |= source.AsSpan(position, end - position).IndexOfAny("\n\r\u2028\u2029") >= 0;
                position = end + 2;
            }
            else if (c == '#' && position == 0 && Peek(1) == '!')
            {
                while (position < source.Length && !TextClass.IsLineEnd(source[position]))
                {
                    position++;
                }
            }
            else
            {
                break;
            }
        }

        return lineEnd;
    }

    private string ReadString(char quote)
    {
        var start = position++;
        buffer.Clear();
        while (true)
        {
            if (position >= source.Length || source[position] is '\n' or '\r')
            {
                throw Fail(start, "The text has no closing quote.", "Le texte n'a pas de guillemet fermant.");
            }

            var c = source[position++];
            if (c == quote)
            {
                return Intern(buffer.ToString());
            }

            if (c != '\\')
            {
                buffer.Append(c);
            }
            else if (!ReadEscape())
            {
                throw Fail(position, "This escape is not valid.", "Cette séquence d'échappement n'est pas valide.");
            }
        }
    }

    private Token ReadTemplatePart(int start, bool afterLineEnd)
    {
        buffer.Clear();
        var contentStart = position;
        var valid = true;
        while (true)
        {
            if (position >= source.Length)
            {
                throw Fail(start, "The template has no closing backquote.", "Le gabarit n'a pas d'accent grave fermant.");
            }

            var c = source[position++];
            if (c == '`' || (c == '$' && Peek(0) == '{'))
            {
                var ends = c == '`';
                var raw = source[contentStart..(position - 1)].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
                position += ends ? 0 : 1;
                return new Token(TokenKind.Template, start, position, afterLineEnd, raw)
                {
                    Cooked = valid ? buffer.ToString() : null,
                    EndsTemplate = ends,
                };
            }

            if (c == '\r')
            {
                position += Peek(0) == '\n' ? 1 : 0;
                buffer.Append('\n');
            }
            else if (c != '\\')
            {
                buffer.Append(c);
            }
            else if (!ReadEscape())
            {
                valid = false;
            }
        }
    }

    /// <summary>Reads what follows a backslash in a string or template; false when it is malformed.</summary>
    private bool ReadEscape()
    {
        if (position >= source.Length)
        {
            return false;
        }

        var c = source[position++];
        switch (c)
        {
            case 'n': buffer.Append('\n'); return true;
            case 't': buffer.Append('\t'); return true;
            case 'r': buffer.Append('\r'); return true;
            case 'b': buffer.Append('\b'); return true;
            case 'f': buffer.Append('\f'); return true;
            case 'v': buffer.Append('\v'); return true;
            case '\r': position += Peek(0) == '\n' ? 1 : 0; return true;
            case '\n' or '\u2028' or '\u2029': return true;
            case 'x':
                if (TextClass.DigitOf(Peek(0)) is var high and (>= 0 and < 16) && TextClass.DigitOf(Peek(1)) is var low and (>= 0 and < 16))
                {
                    buffer.Append((char)((high * 16) + low));
                    position += 2;
                    return true;
                }

                return false;
            case 'u':
                var point = ReadUnicodeEscape();
                if (point < 0)
                {
                    return false;
                }

                AppendPoint(buffer, point);
                return true;
            case '0' when !char.IsAsciiDigit(Peek(0)): buffer.Append('\0'); return true;
            case >= '0' and <= '9': return false;
            default: buffer.Append(c); return true;
        }
    }

    /// <summary>Reads what follows <c>\u</c>; -1 when it is malformed.</summary>
    private int ReadUnicodeEscape()
    {
        var point = 0;
        if (Peek(0) == '{')
        {
            var i = position + 1;
            while (i < source.Length && TextClass.DigitOf(source[i]) is var digit and (>= 0 and < 16) && point <= 0x10FFFF)
            {
                point = (point * 16) + digit;
                i++;
            }

            if (i == position + 1 || i >= source.Length || source[i] != '}' || point > 0x10FFFF)
            {
                return -1;
            }

            position = i + 1;
            return point;
        }

        for (var i = 0; i < 4; i++)
        {
            if (TextClass.DigitOf(Peek(i)) is not (var digit and (>= 0 and < 16)))
            {
                return -1;
            }

            point = (point * 16) + digit;
        }

        position += 4;
        return point;
    }

    private string ReadName(out bool escaped)
    {
        var start = position;
        escaped = false;
        while (position < source.Length)
        {
            var point = TextClass.PointAt(source, position);
            if (point == '\\')
            {
                escaped = true;
                break;
            }

            if (!TextClass.IsNamePart(point))
            {
                break;
            }

            position += point > 0xFFFF ? 2 : 1;
        }

        if (!escaped)
        {
            return Intern(source[start..position]);
        }

        buffer.Clear().Append(source, start, position - start);
        while (position < source.Length)
        {
            var point = TextClass.PointAt(source, position);
            if (point == '\\')
            {
                position++;
                if (Peek(0) != 'u')
                {
                    throw Fail(position, "Only \\u escapes are allowed in names.", "Seuls les échappements \\u sont permis dans un nom.");
                }

                position++;
                point = ReadUnicodeEscape();
                if (point < 0 || !(buffer.Length == 0 ? TextClass.IsNameStart(point) : TextClass.IsNamePart(point)))
                {
                    throw Fail(position, "This escape is not valid in a name.", "Cet échappement n'est pas valide dans un nom.");
                }
            }
            else if (TextClass.IsNamePart(point))
            {
                position += point > 0xFFFF ? 2 : 1;
            }
            else
            {
                break;
            }

            AppendPoint(buffer, point);
        }

        return Intern(buffer.ToString());
    }

    private static void AppendPoint(StringBuilder target, int point)
    {
        if (point > 0xFFFF)
        {
            target.Append((char)(0xD800 + ((point - 0x10000) >> 10))).Append((char)(0xDC00 + ((point - 0x10000) & 0x3FF)));
        }
        else
        {
            target.Append((char)point);
        }
    }

    private char Peek(int ahead) => position + ahead < source.Length ? source[position + ahead] : '\0';

    /// <summary>Equal names share one string, which lets property look-ups compare references first.</summary>
    private string Intern(string text)
    {
        if (string.IsInterned(text) is { } shared)
        {
            return shared;
        }

        return names.TryGetValue(text, out var known) ? known : names[text] = text;
    }

    private ExpressionException Fail(int at, string english, string french) => SyntaxError.At(source, at, english, french);
}
