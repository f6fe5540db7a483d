namespace Hub.JsonSchema.Plan;

/// <summary>
/// Which properties or items of one value have been evaluated, by their place in it: what <c>unevaluatedProperties</c> and
/// <c>unevaluatedItems</c> leave alone (JSON Schema Core 2020-12, section 11).
/// </summary>
internal sealed class Marks
{
    private ulong[] _bits = new ulong[4];
    private int _words;

    /// <summary>Everything in the value has been evaluated.</summary>
    public bool All { get; private set; }

    public void Reset(int count)
    {
        All = false;
        _words = (count + 63) / 64;
        if (_bits.Length < _words)
        {
            _bits = new ulong[_words];
        }
        else
        {
            Array.Clear(_bits, 0, _words);
        }
    }

    public void Set(int place) => _bits[place >> 6] |= 1UL << (place & 63);

    public void SetAll() => All = true;

    public bool Has(int place) => All || (_bits[place >> 6] & (1UL << (place & 63))) != 0;

    public void Add(Marks other)
    {
        All |= other.All;
        for (var i = 0; i < _words; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }
}
