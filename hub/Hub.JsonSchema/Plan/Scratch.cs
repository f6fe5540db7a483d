using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Plan;

/// <summary>The memory that one validation needs, kept by its thread for the next one.</summary>
internal sealed class Scratch
{
    private const int KeptBytes = 1 << 20;

    // One a thread, because a validation never leaves its thread; taken while in use, so that a format check may validate in turn.
    [ThreadStatic]
    private static Scratch? s_spare;

    private readonly List<Marks> _marks = [];
    private int _marksInUse;
    private byte[] _text = new byte[256];
    private char[] _chars = new char[256];
    private int[] _scope = new int[8];

    public JsonTape Tape { get; } = new();

    public int ScopeDepth { get; private set; }

    public static Scratch Rent()
    {
        var scratch = s_spare ?? new Scratch();
        s_spare = null;
        return scratch;
    }

    public void Return()
    {
        _marksInUse = 0;
        ScopeDepth = 0;
        if (_text.Length + _chars.Length > KeptBytes)
        {
            _text = new byte[256];
            _chars = new char[256];
        }

        Tape.Trim();
        s_spare = this;
    }

    /// <summary>A text with its escapes resolved; valid until the next call.</summary>
    public ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> raw)
    {
        if (_text.Length < raw.Length)
        {
            _text = new byte[raw.Length * 2];
        }

        return _text.AsSpan(0, JsonText.Unescape(raw, _text));
    }

    /// <summary>UTF-8 text in UTF-16; valid until the next call.</summary>
    public ReadOnlySpan<char> Chars(ReadOnlySpan<byte> utf8)
    {
        if (_chars.Length < utf8.Length)
        {
            _chars = new char[utf8.Length * 2];
        }

        return _chars.AsSpan(0, JsonText.ToUtf16(utf8, _chars));
    }

    public Marks RentMarks(int count)
    {
        if (_marksInUse == _marks.Count)
        {
            _marks.Add(new Marks());
        }

        var marks = _marks[_marksInUse++];
        marks.Reset(count);
        return marks;
    }

    /// <summary>Marks are given back in the reverse order of their taking.</summary>
    public void ReturnMarks() => _marksInUse--;

    public int OuterScope(int index) => _scope[index];

    public void PushScope(int resource)
    {
        if (ScopeDepth == _scope.Length)
        {
            Array.Resize(ref _scope, ScopeDepth * 2);
        }

        _scope[ScopeDepth++] = resource;
    }

    public void PopScope() => ScopeDepth--;
}
