using System.Globalization;
using System.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Text;

/// <summary>
/// Reads a pattern of the language (§22.2.1) and writes the same pattern for .NET. Groups are numbered explicitly, because .NET numbers
/// named ones last; classes are spelled out, because .NET's own are wider.
/// </summary>
internal sealed class RegExpPattern
{
    private const int MaxNesting = 1000;
    private const string NotWordBoundary = "(?:(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_]))";
    private const string WordBoundary = "(?:(?<=[a-zA-Z0-9_])(?![a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_]))";

    private readonly string source;
    private readonly bool unicode;
    private readonly bool dotAll;
    private readonly bool ignoreCase;
    private readonly bool multiline;
    private readonly RegExpGroups ahead;
    private readonly StringBuilder output = new();
    private readonly List<string> referencedNames = [];
    private int position;
    private int nesting;
    private int groups;

    private RegExpPattern(string source, string flags)
    {
        this.source = source;
        unicode = flags.Contains('u', StringComparison.Ordinal);
        ignoreCase = flags.Contains('i', StringComparison.Ordinal);
        dotAll = flags.Contains('s', StringComparison.Ordinal);
        multiline = flags.Contains('m', StringComparison.Ordinal);
        ahead = new RegExpGroups(source);
    }

    /// <summary>Names of groups with their numbers, in order.</summary>
    public List<(string Name, int Number)> Names { get; } = [];

    public int GroupCount => groups;

    /// <summary>Whether .NET's linear-time engine can run it.</summary>
    public bool IsRegular { get; private set; } = true;

    /// <summary>Whether a repetition holds another choice or repetition, the shape of patterns that explode.</summary>
    public bool CanExplode { get; private set; }

    /// <summary>The pattern for .NET's linear-time engine, which cannot look around: with the u flag it may match half of a surrogate pair.</summary>
    public string Translation => output.ToString()
        .Replace(CodePointRanges.NotAfterHigh.ToString(), string.Empty, StringComparison.Ordinal)
        .Replace(CodePointRanges.NotBeforeLow.ToString(), string.Empty, StringComparison.Ordinal);

    /// <summary>The pattern for the other engine, which with the u flag never matches half of a surrogate pair.</summary>
    public string GuardedTranslation => output.ToString()
        .Replace(CodePointRanges.NotAfterHigh.ToString(), "(?<![\\uD800-\\uDBFF])", StringComparison.Ordinal)
        .Replace(CodePointRanges.NotBeforeLow.ToString(), "(?![\\uDC00-\\uDFFF])", StringComparison.Ordinal);

    /// <summary>What is wrong with a pattern and its flags; null when nothing is.</summary>
    public static (string English, string French)? FindError(string source, string flags)
    {
        try
        {
            Translate(source, flags);
            return null;
        }
        catch (RegExpError error)
        {
            return (error.Message, error.French);
        }
    }

    /// <exception cref="RegExpError">The pattern or flags are wrong.</exception>
    public static RegExpPattern Translate(string source, string flags)
    {
        for (var i = 0; i < flags.Length; i++)
        {
            if (!"gimsuyd".Contains(flags[i], StringComparison.Ordinal) || flags.IndexOf(flags[i], StringComparison.Ordinal) != i)
            {
                throw new RegExpError("Invalid flags", "options incorrectes");
            }
        }

        var pattern = new RegExpPattern(source, flags);
        pattern.ReadChoice();
        if (pattern.position < source.Length)
        {
            throw new RegExpError("Unmatched ')'", "parenthèse fermante en trop");
        }

        foreach (var name in pattern.referencedNames)
        {
            if (!pattern.Names.Exists(group => group.Name == name))
            {
                throw new RegExpError("Invalid named reference", "référence à un groupe inconnu");
            }
        }

        return pattern;
    }

    private bool AtEnd => position >= source.Length;

    private char Peek(int further = 0) => position + further < source.Length ? source[position + further] : '\0';

    /// <summary>Alternatives up to a closing parenthesis or the end; true when something inside can match in more than one way.</summary>
    private bool ReadChoice()
    {
        if (++nesting > MaxNesting || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new RegExpError("The pattern is nested too deeply", "motif imbriqué trop profondément");
        }

        var varies = false;
        while (!AtEnd && Peek() != ')')
        {
            if (Peek() == '|')
            {
                position++;
                output.Append('|');
                varies = true;
                continue;
            }

            varies |= ReadTerm();
        }

        nesting--;
        return varies;
    }

    private bool ReadTerm()
    {
        var start = output.Length;
        var (quantifiable, varies) = ReadAtom();
        return ReadQuantifier(start, quantifiable, varies) || varies;
    }

    private (bool Quantifiable, bool Varies) ReadAtom()
    {
        var c = source[position];
        switch (c)
        {
            case '^':
                position++;
                output.Append(multiline ? Irregular("(?<=\\A|[\\n\\r\\u2028\\u2029])") : "\\A");
                return (false, false);
            case '$':
                position++;
                output.Append(multiline ? Irregular("(?=[\\n\\r\\u2028\\u2029]|\\z)") : "\\z");
                return (false, false);
            case '(':
                return ReadGroup();
            case '.':
                position++;
                var excluded = dotAll ? CodePointRanges.Of() : CodePointRanges.LineEnds;
                output.Append(unicode ? excluded.ToUnicodePattern(negated: true) : excluded.ToPattern(negated: true));
                return (true, false);
            case '[':
                output.Append(new RegExpClassReader(source, ref position, unicode, ahead.HasNamed).Pattern);
                return (true, false);
            case '\\':
                return ReadEscape();
            case '*' or '+' or '?':
                throw new RegExpError("Nothing to repeat", "rien à répéter");
            case '{' when unicode || RegExpQuantifier.IsCounted(source, position):
                throw new RegExpError("Nothing to repeat", "rien à répéter");
            case ']' or '}' when unicode:
                throw new RegExpError("Lone quantifier brackets", "crochet ou accolade isolés");
            default:
                AppendLiteral(ReadPoint());
                return (true, false);
        }
    }

    private (bool, bool) ReadGroup()
    {
        position++;
        var isAssertion = false;
        if (Peek() != '?')
        {
            output.Append("(?<").Append(++groups).Append('>');
        }
        else
        {
            var two = Peek(1);
            var three = Peek(2);
            switch (two)
            {
                case ':':
                    position += 2;
                    output.Append("(?:");
                    break;
                case '=' or '!':
                    position += 2;
                    isAssertion = true;
                    output.Append(Irregular(two == '=' ? "(?=" : "(?!"));
                    break;
                case '<' when three is '=' or '!':
                    position += 3;
                    isAssertion = true;
                    output.Append(Irregular(three == '=' ? "(?<=" : "(?<!"));
                    break;
                case '<':
                    position += 2;
                    var name = ReadGroupName();
                    if (Names.Exists(group => group.Name == name))
                    {
                        throw new RegExpError("Duplicate capture group name", "nom de groupe en double");
                    }

                    Names.Add((name, ++groups));
                    output.Append("(?<").Append(groups).Append('>');
                    break;
                default:
                    throw new RegExpError("Invalid group", "groupe incorrect");
            }

            if (isAssertion)
            {
                var isBehind = two == '<';
                ReadChoice();
                CloseGroup();
                return (!isBehind && !unicode, true);
            }
        }

        var varies = ReadChoice();
        CloseGroup();
        return (true, varies);
    }

    private void CloseGroup()
    {
        if (AtEnd)
        {
            throw new RegExpError("Unterminated group", "groupe sans fin");
        }

        position++;
        output.Append(')');
    }

    private string ReadGroupName()
    {
        var end = source.IndexOf('>', position);
        if (end <= position)
        {
            throw new RegExpError("Invalid capture group name", "nom de groupe incorrect");
        }

        var name = new StringBuilder();
        while (position < end)
        {
            int point;
            if (Peek() == '\\')
            {
                position++;
                if (Peek() != 'u')
                {
                    throw new RegExpError("Invalid capture group name", "nom de groupe incorrect");
                }

                position++;
                point = RegExpClassReader.ReadUnicodeEscape(source, ref position, unicode: true);
            }
            else
            {
                point = ReadPoint(pairs: true);
            }

            if (point < 0 || !(name.Length == 0 ? TextClass.IsNameStart(point) : TextClass.IsNamePart(point)))
            {
                throw new RegExpError("Invalid capture group name", "nom de groupe incorrect");
            }

            name.Append(point > 0xFFFF ? char.ConvertFromUtf32(point) : ((char)point).ToString());
        }

        position = end + 1;
        return name.ToString();
    }

    private (bool, bool) ReadEscape()
    {
        var next = Peek(1);
        switch (next)
        {
            case 'b' or 'B':
                position += 2;
                output.Append(Irregular(next == 'b' ? WordBoundary : NotWordBoundary));
                return (false, false);
            case 'k' when unicode || ahead.HasNamed:
                position += 2;
                if (Peek() != '<')
                {
                    throw new RegExpError("Invalid named reference", "référence de groupe incorrecte");
                }

                position++;
                var name = ReadGroupName();
                referencedNames.Add(name);
                AppendBackReference(ahead.NumberOf(name));
                return (true, true);
            case >= '1' and <= '9':
                var end = position + 1;
                while (end < source.Length && char.IsAsciiDigit(source[end]) && end - position < 6)
                {
                    end++;
                }

                var number = int.Parse(source.AsSpan(position + 1, end - position - 1), CultureInfo.InvariantCulture);
                if (number <= ahead.Total)
                {
                    position = end;
                    AppendBackReference(number);
                    return (true, true);
                }

                if (unicode)
                {
                    throw new RegExpError("Invalid escape", "échappement incorrect");
                }

                break;
        }

        position++;
        var set = RegExpClassReader.ReadClassEscape(source, ref position, unicode);
        if (set is not null)
        {
            output.Append(unicode ? set.ToUnicodePattern() : set.ToPattern());
        }
        else
        {
            AppendLiteral(RegExpClassReader.ReadCharacterEscape(source, ref position, unicode, inClass: false, ahead.HasNamed));
        }

        return (true, false);
    }

    /// <summary>A group that took no part matches nothing here, where .NET would fail.</summary>
    private void AppendBackReference(int number) =>
        output.Append(Irregular($"(?({number.ToString(CultureInfo.InvariantCulture)})\\k<{number.ToString(CultureInfo.InvariantCulture)}>)"));

    private bool ReadQuantifier(int start, bool quantifiable, bool varies)
    {
        if (RegExpQuantifier.Read(source, ref position, unicode) is not { } text)
        {
            return false;
        }

        if (!quantifiable)
        {
            throw new RegExpError("Nothing to repeat", "rien à répéter");
        }

        // What stands before is one atom in .NET too, except an escaped pair or an assertion, which get a group.
        output.Insert(start, "(?:").Append(')').Append(text);
        if (Peek() == '?')
        {
            position++;
            output.Append('?');
        }

        CanExplode |= varies && text != "?";
        return text != "{1}";
    }

    private int ReadPoint(bool pairs = false)
    {
        var c = source[position++];
        if ((unicode || pairs) && char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek()))
        {
            return char.ConvertToUtf32(c, source[position++]);
        }

        return c;
    }

    private void AppendLiteral(int point)
    {
        if (point > 0xFFFF)
        {
            var pair = char.ConvertFromUtf32(point);
            output.Append("(?:").Append(CodePointRanges.Unit(pair[0])).Append(CodePointRanges.Unit(pair[1])).Append(')');
        }
        else if (unicode && point is >= 0xD800 and <= 0xDFFF)
        {
            output.Append(CodePointRanges.Of((point, point)).ToUnicodePattern());
        }
        else if (ignoreCase && !unicode && point is 0x2126 or 0x212A or 0x212B)
        {
            // The signs for ohm, kelvin and ångström are letters of their own unless the u flag folds them.
            output.Append("(?-i:").Append(CodePointRanges.Unit(point)).Append(')');
        }
        else if (char.IsAsciiLetterOrDigit((char)point))
        {
            output.Append((char)point);
        }
        else
        {
            output.Append(CodePointRanges.Unit(point));
        }
    }

    private string Irregular(string text)
    {
        IsRegular = false;
        return text;
    }
}
