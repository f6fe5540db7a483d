using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Text;

/// <summary>Reads a character class such as <c>[^a-z\d]</c>, and the escapes that classes and patterns share.</summary>
internal readonly ref struct RegExpClassReader
{
    public RegExpClassReader(string source, ref int position, bool unicode, bool hasNamedGroups)
    {
        position++;
        var negated = position < source.Length && source[position] == '^';
        position += negated ? 1 : 0;
        var set = new CodePointRanges();
        while (true)
        {
            if (position >= source.Length)
            {
                throw new RegExpError("Unterminated character class", "classe de caractères sans fin");
            }

            if (source[position] == ']')
            {
                position++;
                break;
            }

            var first = ReadItem(source, ref position, unicode, hasNamedGroups, out var firstSet);
            var isRange = position + 1 < source.Length && source[position] == '-' && source[position + 1] != ']';
            if (!isRange)
            {
                AddItem(set, first, firstSet);
                continue;
            }

            position++;
            var last = ReadItem(source, ref position, unicode, hasNamedGroups, out var lastSet);
            if (firstSet is not null || lastSet is not null)
            {
                if (unicode)
                {
                    throw new RegExpError("Invalid character class", "classe de caractères incorrecte");
                }

                AddItem(set, first, firstSet);
                set.Add('-', '-');
                AddItem(set, last, lastSet);
            }
            else if (first > last)
            {
                throw new RegExpError("Range out of order in character class", "intervalle inversé dans une classe de caractères");
            }
            else
            {
                set.Add(first, last);
            }
        }

        Pattern = unicode ? set.ToUnicodePattern(negated) : set.ToPattern(negated);
    }

    public string Pattern { get; }

    /// <summary><c>\d</c>, <c>\w</c>, <c>\s</c>, <c>\p{…}</c> and their opposites, after the backslash; null when it is something else.</summary>
    public static CodePointRanges? ReadClassEscape(string source, ref int position, bool unicode)
    {
        if (position >= source.Length)
        {
            throw new RegExpError("\\ at end of pattern", "barre oblique inverse à la fin du motif");
        }

        var set = source[position] switch
        {
            'd' => CodePointRanges.Digits,
            'D' => CodePointRanges.Digits.Complement(unicode ? 0x10FFFF : 0xFFFF),
            'w' => CodePointRanges.Words,
            'W' => CodePointRanges.Words.Complement(unicode ? 0x10FFFF : 0xFFFF),
            's' => CodePointRanges.Blanks,
            'S' => CodePointRanges.Blanks.Complement(unicode ? 0x10FFFF : 0xFFFF),
            _ => null,
        };
        if (set is not null)
        {
            position++;
            return set;
        }

        if (!unicode || source[position] is not ('p' or 'P'))
        {
            return null;
        }

        var negated = source[position] == 'P';
        var end = source.IndexOf('}', position);
        if (position + 1 >= source.Length || source[position + 1] != '{' || end < 0)
        {
            throw new RegExpError("Invalid property name", "nom de propriété incorrect");
        }

        var found = UnicodeProperties.Find(source[(position + 2)..end])
            ?? throw new RegExpError("Invalid property name (general categories, Any and ASCII are offered)", "nom de propriété incorrect (catégories générales, Any et ASCII sont disponibles)");
        position = end + 1;
        return negated ? found.Complement(unicode ? 0x10FFFF : 0xFFFF) : found;
    }

    /// <summary>An escaped single character, after the backslash.</summary>
    public static int ReadCharacterEscape(string source, ref int position, bool unicode, bool inClass, bool hasNamedGroups)
    {
        var c = source[position++];
        switch (c)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case 'b' when inClass: return '\b';
            case '-' when inClass && unicode: return '-';
            case '0' when position >= source.Length || !char.IsAsciiDigit(source[position]): return 0;
            case 'c':
                if (position < source.Length && char.IsAsciiLetter(source[position]))
                {
                    return source[position++] % 32;
                }

                if (unicode)
                {
                    throw new RegExpError("Invalid unicode escape", "échappement incorrect");
                }

                position--;
                return '\\';
            case 'x':
                if (position + 1 < source.Length && TextClass.DigitOf(source[position]) is >= 0 and < 16 and var high && TextClass.DigitOf(source[position + 1]) is >= 0 and < 16 and var low)
                {
                    position += 2;
                    return (high * 16) + low;
                }

                return unicode ? throw new RegExpError("Invalid escape", "échappement incorrect") : 'x';
            case 'u':
                var start = position;
                var point = ReadUnicodeEscape(source, ref position, unicode);
                if (point < 0)
                {
                    position = start;
                    return unicode ? throw new RegExpError("Invalid Unicode escape", "échappement Unicode incorrect") : 'u';
                }

                return point;
            case >= '0' and <= '7' when !unicode:
                return ReadOctal(source, ref position, c);
        }

        if (unicode && !"^$\\.*+?()[]{}|/".Contains(c, StringComparison.Ordinal))
        {
            throw new RegExpError("Invalid escape", "échappement incorrect");
        }

        return c == 'k' && hasNamedGroups ? throw new RegExpError("Invalid named reference", "référence de groupe incorrecte") : c;
    }

    /// <summary>What follows <c>\u</c>; -1 when malformed.</summary>
    public static int ReadUnicodeEscape(string source, ref int position, bool unicode)
    {
        if (unicode && position < source.Length && source[position] == '{')
        {
            var value = 0;
            var i = position + 1;
            for (; i < source.Length && TextClass.DigitOf(source[i]) is >= 0 and < 16 and var digit && value <= 0x10FFFF; i++)
            {
                value = (value * 16) + digit;
            }

            if (i == position + 1 || i >= source.Length || source[i] != '}' || value > 0x10FFFF)
            {
                return -1;
            }

            position = i + 1;
            return value;
        }

        var unit = ReadFour(source, position);
        if (unit < 0)
        {
            return -1;
        }

        position += 4;
        if (unicode && char.IsHighSurrogate((char)unit) && position + 1 < source.Length && source[position] == '\\' && source[position + 1] == 'u'
            && ReadFour(source, position + 2) is var second and >= 0 && char.IsLowSurrogate((char)second))
        {
            position += 6;
            return char.ConvertToUtf32((char)unit, (char)second);
        }

        return unit;
    }

    private static int ReadFour(string source, int position)
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            if (position + i >= source.Length || TextClass.DigitOf(source[position + i]) is not (>= 0 and < 16 and var digit))
            {
                return -1;
            }

            value = (value * 16) + digit;
        }

        return value;
    }

    private static int ReadOctal(string source, ref int position, char first)
    {
        var value = first - '0';
        for (var i = 0; i < 2 && position < source.Length && source[position] is >= '0' and <= '7' && (value * 8) + source[position] - '0' <= 255; i++)
        {
            value = (value * 8) + source[position++] - '0';
        }

        return value;
    }

    private static int ReadItem(string source, ref int position, bool unicode, bool hasNamedGroups, out CodePointRanges? set)
    {
        set = null;
        if (position >= source.Length)
        {
            throw new RegExpError("Unterminated character class", "classe de caractères sans fin");
        }

        var c = source[position];
        if (c != '\\')
        {
            position++;
            return unicode && char.IsHighSurrogate(c) && position < source.Length && char.IsLowSurrogate(source[position])
                ? char.ConvertToUtf32(c, source[position++])
                : c;
        }

        position++;
        set = ReadClassEscape(source, ref position, unicode);
        return set is null ? ReadCharacterEscape(source, ref position, unicode, inClass: true, hasNamedGroups) : 0;
    }

    private static void AddItem(CodePointRanges target, int point, CodePointRanges? set)
    {
        if (set is not null)
        {
            target.Add(set);
        }
        else
        {
            target.Add(point, point);
        }
    }
}
