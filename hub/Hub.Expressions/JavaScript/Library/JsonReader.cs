using System.Globalization;
using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Reads JSON text strictly (ECMA-404), each level counted against the depth budget.</summary>
internal sealed class JsonReader(Evaluation run, string text)
{
    private int position;

    public JsValue Read()
    {
        var value = ReadValue();
        SkipBlanks();
        return position < text.Length ? throw Unexpected() : value;
    }

    private JsValue ReadValue()
    {
        run.Step();
        SkipBlanks();
        if (position >= text.Length)
        {
            throw Unexpected();
        }

        switch (text[position])
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                return ReadString();
            case 't':
                return Word("true", true);
            case 'f':
                return Word("false", false);
            case 'n':
                return Word("null", JsValue.Null);
            default:
                return ReadNumber();
        }
    }

    private JsValue ReadObject()
    {
        run.EnterCall();
        position++;
        var made = run.NewObject(4);
        SkipBlanks();
        if (Take('}'))
        {
            run.LeaveCall();
            return made;
        }

        do
        {
            SkipBlanks();
            if (position >= text.Length || text[position] != '"')
            {
                throw Unexpected();
            }

            var key = PropertyKey.From(ReadString());
            SkipBlanks();
            Expect(':');
            made.PutOwn(run, key, ReadValue(), PropertyFlags.All);
            SkipBlanks();
        }
        while (Take(','));
        Expect('}');
        run.LeaveCall();
        return made;
    }

    private JsValue ReadArray()
    {
        run.EnterCall();
        position++;
        var list = new JsArray(run);
        SkipBlanks();
        if (Take(']'))
        {
            run.LeaveCall();
            return list;
        }

        do
        {
            list.Append(run, ReadValue());
            SkipBlanks();
        }
        while (Take(','));
        Expect(']');
        run.LeaveCall();
        return list;
    }

    private string ReadString()
    {
        var start = ++position;
        while (position < text.Length && text[position] is not ('"' or '\\') && text[position] >= ' ')
        {
            position++;
        }

        run.Charge(24 + ((position - start) * 2L));
        if (position < text.Length && text[position] == '"')
        {
            return text[start..position++];
        }

        var result = new StringBuilder().Append(text, start, position - start);
        while (true)
        {
            if (position >= text.Length || text[position] < ' ')
            {
                throw Unexpected();
            }

            var c = text[position++];
            if (c == '"')
            {
                run.Charge(result.Length * 2L);
                return result.ToString();
            }

            result.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    private char ReadEscape()
    {
        if (position >= text.Length)
        {
            throw Unexpected();
        }

        switch (text[position++])
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when position + 4 <= text.Length && ushort.TryParse(text.AsSpan(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                position += 4;
                return (char)unit;
            default:
                position--;
                throw Unexpected();
        }
    }

    private JsValue ReadNumber()
    {
        var start = position;
        Take('-');
        if (!Take('0') && !Digits())
        {
            throw Unexpected();
        }

        if (Take('.') && !Digits())
        {
            throw Unexpected();
        }

        if (position < text.Length && text[position] is 'e' or 'E')
        {
            position++;
            _ = Take('+') || Take('-');
            if (!Digits())
            {
                throw Unexpected();
            }
        }

        return double.Parse(text.AsSpan(start, position - start), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private bool Digits()
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return position > start;
    }

    private JsValue Word(string word, JsValue value)
    {
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
        {
            throw Unexpected();
        }

        position += word.Length;
        return value;
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\n' or '\r')
        {
            position++;
        }
    }

    private bool Take(char c)
    {
        if (position < text.Length && text[position] == c)
        {
            position++;
            return true;
        }

        return false;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw Unexpected();
        }
    }

    private JsThrow Unexpected() => run.Error(
        IntrinsicId.SyntaxErrorPrototype,
        position >= text.Length ? "Unexpected end of JSON input" : $"Unexpected token in JSON at position {position.ToString(CultureInfo.InvariantCulture)}");
}
