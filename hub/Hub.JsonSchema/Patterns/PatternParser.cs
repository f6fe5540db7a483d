using System.Globalization;

namespace Hub.JsonSchema.Patterns;

/// <summary>
/// Reads a regular expression as ECMA-262, section 22.2.1, writes them, by code points (flag <c>u</c>). As browsers do, it lets pass a brace or
/// a closing bracket that stands for itself and a needless backslash before punctuation, because schemas in use have them.
/// </summary>
internal sealed class PatternParser
{
    // Deeper groups would only serve to exhaust the stack.
    private const int MaxDepth = 100;
    private const int LongestRepeat = 100_000;

    private readonly string _source;
    private readonly List<string> _names = [];
    private int _at;
    private int _captures;
    private int _depth;

    private PatternParser(string source)
    {
        _source = source;
        FindCaptures();
    }

    private bool AtEnd => _at == _source.Length;

    public static PatternPart Parse(string source)
    {
        var parser = new PatternParser(source);
        var pattern = parser.ReadChoice();
        return parser.AtEnd ? pattern : throw parser.Wrong("parenthèse fermante sans ouvrante", "closing parenthesis without an opening one");
    }

    /// <summary>A back-reference may come before its group, so the groups are counted first.</summary>
    private void FindCaptures()
    {
        var inClass = false;
        for (var i = 0; i < _source.Length; i++)
        {
            switch (_source[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' or ']':
                    inClass = _source[i] == '[' || (inClass && _source[i] != ']');
                    break;
                case '(' when !inClass:
                    var named = string.CompareOrdinal(_source, i, "(?<", 0, 3) == 0 && i + 3 < _source.Length && _source[i + 3] is not ('=' or '!');
                    if (named || i + 1 >= _source.Length || _source[i + 1] != '?')
                    {
                        var end = named ? _source.IndexOf('>', i) : -1;
                        _names.Add(end > 0 ? _source[(i + 3)..end] : "");
                    }

                    break;
            }
        }
    }

    private PatternPart ReadChoice()
    {
        if (++_depth > MaxDepth)
        {
            throw Wrong("trop de groupes emboîtés", "too many nested groups");
        }

        var choices = new List<PatternPart> { ReadSequence() };
        while (!AtEnd && _source[_at] == '|')
        {
            _at++;
            choices.Add(ReadSequence());
        }

        _depth--;
        return choices.Count == 1 ? choices[0] : new ChoicePart(choices);
    }

    private SequencePart ReadSequence()
    {
        var parts = new List<PatternPart>();
        while (!AtEnd && _source[_at] is not ('|' or ')'))
        {
            var part = ReadPart();
            parts.Add(ReadRepeat(part));
        }

        return new SequencePart(parts);
    }

    private PatternPart ReadPart()
    {
        var c = _source[_at];
        switch (c)
        {
            case '^':
                _at++;
                return new AnchorPart(Anchor.Start);
            case '$':
                _at++;
                return new AnchorPart(Anchor.End);
            case '.':
                _at++;
                return new CharacterPart(CodePointSet.LineEnds.Complement());
            case '(':
                return ReadGroup();
            case '[':
                return new CharacterPart(ReadClass());
            case '\\':
                return ReadEscape();
            case '*' or '+' or '?':
                throw Wrong("répétition sans rien à répéter", "nothing to repeat");
            default:
                return new CharacterPart(Single(ReadCodePoint()));
        }
    }

    private PatternPart ReadRepeat(PatternPart part)
    {
        if (AtEnd)
        {
            return part;
        }

        int least;
        int? most;
        switch (_source[_at])
        {
            case '*':
                (least, most) = (0, null);
                _at++;
                break;
            case '+':
                (least, most) = (1, null);
                _at++;
                break;
            case '?':
                (least, most) = (0, 1);
                _at++;
                break;
            case '{' when TryReadBounds(out least, out most):
                break;
            default:
                return part;
        }

        if (part is AnchorPart || part is LookPart { Behind: true })
        {
            throw Wrong("une position ne se répète pas", "a position cannot be repeated");
        }

        var lazy = !AtEnd && _source[_at] == '?';
        _at += lazy ? 1 : 0;
        if (!AtEnd && (_source[_at] is '*' or '+' or '?' || (_source[_at] == '{' && TryReadBounds(out _, out _))))
        {
            throw Wrong("deux répétitions de suite", "two repetitions in a row");
        }

        return new RepeatPart(part, least, most, lazy);
    }

    private bool TryReadBounds(out int least, out int? most)
    {
        (least, most) = (0, null);
        var end = _source.IndexOf('}', _at);
        if (end < 0)
        {
            return false;
        }

        var bounds = _source[(_at + 1)..end].Split(',');
        if (bounds.Length > 2 || bounds[0].Length == 0 || !bounds.All(bound => bound.All(char.IsAsciiDigit)))
        {
            return false;
        }

        least = Bound(bounds[0]);
        most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? null : Bound(bounds[1]);
        if (most < least)
        {
            throw Wrong("bornes de répétition inversées", "repetition bounds in the wrong order");
        }

        _at = end + 1;
        return true;
    }

    private int Bound(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bound) && bound <= LongestRepeat
            ? bound
            : throw Wrong($"répétition de plus de {LongestRepeat}", $"repetition of more than {LongestRepeat}");

    private PatternPart ReadGroup()
    {
        _at++;
        PatternPart Close(PatternPart part)
        {
            if (AtEnd)
            {
                throw Wrong("parenthèse ouvrante sans fermante", "opening parenthesis without a closing one");
            }

            _at++;
            return part;
        }

        foreach (var (mark, behind, negative) in new[] { ("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true) })
        {
            if (Skip(mark))
            {
                return Close(new LookPart(behind, negative, ReadChoice()));
            }
        }

        if (Skip("?:"))
        {
            return Close(ReadChoice());
        }

        if (Skip("?<"))
        {
            ReadName('>');
        }
        else if (!AtEnd && _source[_at] == '?')
        {
            throw Wrong("sorte de groupe inconnue", "unknown kind of group");
        }

        var number = ++_captures;
        return Close(new CapturePart(number, ReadChoice()));
    }

    private string ReadName(char close)
    {
        var end = _source.IndexOf(close, _at);
        if (end <= _at)
        {
            throw Wrong("nom attendu", "a name is expected");
        }

        var name = _source[_at..end];
        _at = end + 1;
        return name;
    }

    private PatternPart ReadEscape()
    {
        var next = _at + 1 < _source.Length ? _source[_at + 1] : throw Wrong("barre oblique inverse en fin d'expression", "backslash at the end");
        switch (next)
        {
            case 'b':
                _at += 2;
                return new AnchorPart(Anchor.WordBoundary);
            case 'B':
                _at += 2;
                return new AnchorPart(Anchor.NoWordBoundary);
            case >= '1' and <= '9':
                _at++;
                var digits = new string([.. _source[_at..].TakeWhile(char.IsAsciiDigit)]);
                _at += digits.Length;
                return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= _names.Count
                    ? new BackReferencePart(number)
                    : throw Wrong("renvoi à un groupe absent", "reference to a group that is not there");
            case 'k':
                _at += 2;
                var named = Skip("<") ? _names.IndexOf(ReadName('>')) : -1;
                return named >= 0 ? new BackReferencePart(named + 1) : throw Wrong("renvoi à un groupe absent", "reference to a group that is not there");
            default:
                return new CharacterPart(ReadEscapedSet(inClass: false));
        }
    }

    private CodePointSet ReadClass()
    {
        _at++;
        var negative = Skip("^");
        var sets = new List<CodePointSet>();
        while (!AtEnd && _source[_at] != ']')
        {
            var from = ReadClassAtom();
            if (_at + 1 < _source.Length && _source[_at] == '-' && _source[_at + 1] != ']')
            {
                _at++;
                var to = ReadClassAtom();
                if (AsSingle(from) is { } first && AsSingle(to) is { } last)
                {
                    sets.Add(first <= last ? CodePointSet.Of((first, last)) : throw Wrong("intervalle inversé", "range in the wrong order"));
                }
                else
                {
                    // \d-x: as browsers do, the hyphen stands for itself.
                    sets.AddRange([from, Single('-'), to]);
                }
            }
            else
            {
                sets.Add(from);
            }
        }

        if (AtEnd)
        {
            throw Wrong("crochet ouvrant sans fermant", "opening bracket without a closing one");
        }

        _at++;
        var union = CodePointSet.Union(sets);
        return negative ? union.Complement() : union;
    }

    private CodePointSet ReadClassAtom()
    {
        if (AtEnd)
        {
            throw Wrong("crochet ouvrant sans fermant", "opening bracket without a closing one");
        }

        return _source[_at] == '\\' ? ReadEscapedSet(inClass: true) : Single(ReadCodePoint());
    }

    private CodePointSet ReadEscapedSet(bool inClass)
    {
        _at++;
        if (AtEnd)
        {
            throw Wrong("barre oblique inverse en fin d'expression", "backslash at the end");
        }

        var c = _source[_at++];
        return c switch
        {
            'd' => CodePointSet.Digits,
            'D' => CodePointSet.Digits.Complement(),
            'w' => CodePointSet.Word,
            'W' => CodePointSet.Word.Complement(),
            's' => CodePointSet.Space,
            'S' => CodePointSet.Space.Complement(),
            'p' => ReadProperty(),
            'P' => ReadProperty().Complement(),
            't' => Single('\t'),
            'n' => Single('\n'),
            'v' => Single('\v'),
            'f' => Single('\f'),
            'r' => Single('\r'),
            'b' when inClass => Single('\b'),
            '0' when AtEnd || !char.IsAsciiDigit(_source[_at]) => Single(0),
            'c' when !AtEnd && char.IsAsciiLetter(_source[_at]) => Single(_source[_at++] % 32),
            'x' => Single(ReadHex(2)),
            'u' => Single(ReadUnicode()),
            _ when char.IsAsciiLetterOrDigit(c) => throw Wrong($"échappement \\{c} inconnu", $"unknown escape \\{c}"),
            _ => Single(char.IsSurrogate(c) ? ReadCodePoint(back: true) : c),
        };
    }

    private CodePointSet ReadProperty()
    {
        if (!Skip("{"))
        {
            throw Wrong("\\p sans nom de propriété", "\\p without a property's name");
        }

        var name = ReadName('}');
        return UnicodeProperties.Find(name) ?? throw Wrong($"propriété Unicode {name} inconnue", $"unknown Unicode property {name}");
    }

    private int ReadUnicode()
    {
        if (Skip("{"))
        {
            return int.TryParse(ReadName('}'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= 0x10FFFF
                ? code
                : throw Wrong("point de code hors d'Unicode", "code point outside Unicode");
        }

        var unit = ReadHex(4);
        if (char.IsHighSurrogate((char)unit) && string.CompareOrdinal(_source, _at, "\\u", 0, 2) == 0 && _at + 6 <= _source.Length)
        {
            var mark = _at;
            _at += 2;
            var low = ReadHex(4);
            if (char.IsLowSurrogate((char)low))
            {
                return char.ConvertToUtf32((char)unit, (char)low);
            }

            _at = mark;
        }

        return unit;
    }

    private int ReadHex(int digits)
    {
        if (_at + digits > _source.Length || !int.TryParse(_source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Wrong($"{digits} chiffres hexadécimaux attendus", $"{digits} hexadecimal digits expected");
        }

        _at += digits;
        return value;
    }

    private int ReadCodePoint(bool back = false)
    {
        _at -= back ? 1 : 0;
        var code = char.IsHighSurrogate(_source[_at]) && _at + 1 < _source.Length && char.IsLowSurrogate(_source[_at + 1])
            ? char.ConvertToUtf32(_source, _at)
            : _source[_at];
        _at += code > 0xFFFF ? 2 : 1;
        return code;
    }

    private bool Skip(string text)
    {
        var found = string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;
        _at += found ? text.Length : 0;
        return found;
    }

    private static CodePointSet Single(int code) => CodePointSet.Of((code, code));

    private static int? AsSingle(CodePointSet set) => set.Ranges is [var (from, to)] && from == to ? from : null;

    private PatternException Wrong(string fr, string en) => new($"{fr}, au caractère {_at}", $"{en}, at character {_at}");
}
