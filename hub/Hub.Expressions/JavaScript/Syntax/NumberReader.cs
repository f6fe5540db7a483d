using System.Globalization;
using System.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Reads a number as a script writes it (§12.9.3), from its first digit or its point.</summary>
internal struct NumberReader
{
    private readonly string source;
    private readonly int start;

    public NumberReader(string source, int start) => (this.source, this.start, Position) = (source, start, start);

    /// <summary>Where the number ends, once it is read.</summary>
    public int Position { get; private set; }

    /// <exception cref="ExpressionException">It is malformed.</exception>
    public double Read()
    {
        var value = Peek(0) == '0' && TextClass.RadixOf(Peek(1)) is var radix and > 0 ? ReadInRadix(radix) : ReadDecimal();
        if (Peek(0) == 'n')
        {
            throw SyntaxError.NotSupported(source, start, "BigInt");
        }

        if (char.IsAsciiDigit(Peek(0)) || Peek(0) == '\\' || TextClass.IsNameStart(TextClass.PointAt(source, Position)))
        {
            throw Fail(Position, "A name cannot follow a number directly.", "Un nom ne peut pas suivre directement un nombre.");
        }

        return value;
    }

    private double ReadInRadix(int radix)
    {
        Position += 2;
        var value = NumberText.ParseRadixDigits(ReadDigits(c => TextClass.DigitOf(c) is >= 0 and var digit && digit < radix), radix);
        return double.IsNaN(value)
            ? throw Fail(start, "Digits are missing after the prefix of this number.", "Il manque des chiffres après le préfixe de ce nombre.")
            : value;
    }

    private double ReadDecimal()
    {
        if (Peek(0) == '0' && (char.IsAsciiDigit(Peek(1)) || Peek(1) == '_'))
        {
            throw Fail(start, "A number does not start with a zero here; octal numbers are written 0o17.", "Un nombre ne commence pas par zéro ici ; un nombre octal s'écrit 0o17.");
        }

        var text = new StringBuilder();
        if (char.IsAsciiDigit(Peek(0)))
        {
            text.Append(ReadDigits(char.IsAsciiDigit));
        }

        if (Peek(0) == '.')
        {
            text.Append('.');
            Position++;
            if (char.IsAsciiDigit(Peek(0)))
            {
                text.Append(ReadDigits(char.IsAsciiDigit));
            }
            else if (Peek(0) == '_')
            {
                throw MisplacedSeparator();
            }
        }

        if (Peek(0) is 'e' or 'E')
        {
            text.Append('e');
            Position++;
            if (Peek(0) is '+' or '-')
            {
                text.Append(source[Position++]);
            }

            if (!char.IsAsciiDigit(Peek(0)))
            {
                throw Fail(Position, "The exponent of this number is missing.", "L'exposant de ce nombre manque.");
            }

            text.Append(ReadDigits(char.IsAsciiDigit));
        }

        return double.Parse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private string ReadDigits(Func<char, bool> isDigit)
    {
        var digits = new StringBuilder();
        for (; Position < source.Length; Position++)
        {
            var c = source[Position];
            if (c == '_')
            {
                if (digits.Length == 0 || source[Position - 1] == '_' || !isDigit(Peek(1)))
                {
                    throw MisplacedSeparator();
                }
            }
            else if (isDigit(c))
            {
                digits.Append(c);
            }
            else
            {
                break;
            }
        }

        return digits.ToString();
    }

    private readonly char Peek(int ahead) => Position + ahead < source.Length ? source[Position + ahead] : '\0';

    private readonly ExpressionException MisplacedSeparator() => Fail(Position, "A separator stands between two digits.", "Un séparateur se place entre deux chiffres.");

    private readonly ExpressionException Fail(int at, string english, string french) => SyntaxError.At(source, at, english, french);
}
