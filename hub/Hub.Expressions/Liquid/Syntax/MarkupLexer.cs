using System.Globalization;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>Reads the inside of one tag or output, word by word.</summary>
internal sealed class MarkupLexer(string text, int start, int end)
{
    private int position = start;

    public MarkupToken Next()
    {
        while (position < end && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        if (position >= end)
        {
            return new(MarkupKind.End, end, string.Empty);
        }

        var c = text[position];
        if (char.IsLetter(c) || c == '_')
        {
            return Name();
        }

        if (char.IsAsciiDigit(c) || (c == '-' && char.IsAsciiDigit(Peek(1))))
        {
            return Number();
        }

        return c switch
        {
            '"' or '\'' => Quoted(c),
            '.' when Peek(1) == '.' => Take(MarkupKind.DotDot, 2),
            '.' => Take(MarkupKind.Dot, 1),
            '[' => Take(MarkupKind.OpenBracket, 1),
            ']' => Take(MarkupKind.CloseBracket, 1),
            '(' => Take(MarkupKind.OpenParen, 1),
            ')' => Take(MarkupKind.CloseParen, 1),
            ',' => Take(MarkupKind.Comma, 1),
            ':' => Take(MarkupKind.Colon, 1),
            '|' => Take(MarkupKind.Pipe, 1),
            '=' when Peek(1) == '=' => Take(MarkupKind.Operator, 2),
            '!' when Peek(1) == '=' => Take(MarkupKind.Operator, 2),
            '<' when Peek(1) is '=' or '>' => Take(MarkupKind.Operator, 2),
            '>' when Peek(1) == '=' => Take(MarkupKind.Operator, 2),
            '<' or '>' => Take(MarkupKind.Operator, 1),
            '=' => Take(MarkupKind.Assign, 1),
            _ => throw SyntaxPlace.Error(ExpressionErrorKind.Syntax, text, position, $"The character '{c}' means nothing here.", $"Le caractère « {c} » n'a pas de sens ici."),
        };
    }

    private MarkupToken Name()
    {
        var first = position;
        while (position < end && (char.IsLetterOrDigit(text[position]) || text[position] is '_' or '-'))
        {
            position++;
        }

        position += position < end && text[position] == '?' ? 1 : 0;
        return new(MarkupKind.Name, first, text[first..position]);
    }

    private MarkupToken Number()
    {
        var first = position++;
        while (char.IsAsciiDigit(Peek(0)))
        {
            position++;
        }

        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            position++;
            while (char.IsAsciiDigit(Peek(0)))
            {
                position++;
            }
        }

        var written = text[first..position];
        return new(MarkupKind.Value, first, written, decimal.TryParse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact)
            ? exact
            : LiquidValue.FromDouble(double.Parse(written, CultureInfo.InvariantCulture)));
    }

    private MarkupToken Quoted(char quote)
    {
        var first = position;
        var close = text.IndexOf(quote, position + 1, end - position - 1);
        if (close < 0)
        {
            throw SyntaxPlace.Error(ExpressionErrorKind.Syntax, text, first, $"This text is never closed: {quote} is missing.", $"Ce texte n'est pas fermé : il manque {quote}.");
        }

        position = close + 1;
        return new(MarkupKind.Value, first, text[first..position], text[(first + 1)..close]);
    }

    private MarkupToken Take(MarkupKind kind, int length)
    {
        position += length;
        return new(kind, position - length, text.Substring(position - length, length));
    }

    private char Peek(int ahead) => position + ahead < end ? text[position + ahead] : '\0';
}
