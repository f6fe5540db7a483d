using System.Buffers.Binary;
using System.Numerics;

namespace Hub.JsonSchema.Json;

/// <summary>
/// Names of a schema, each with its place in a list; found from the UTF-8 text of a document without allocating. A name is known by its
/// length, its first and its last eight bytes, which is all of it up to sixteen: most are compared without looking at the text again.
/// </summary>
internal sealed class Utf8Table
{
    private const int KnownByItsEnds = 16;

    private readonly byte[][] _names;
    private readonly Ends[] _ends;
    private readonly int[] _slots;
    private readonly int _mask;

    // Bit n: one of the names has n bytes; the last bit: 63 or more.
    private readonly ulong _lengths;

    public Utf8Table(IReadOnlyList<byte[]> names)
    {
        _names = [.. names];
        _ends = [.. names.Select(name => new Ends(name))];
        var size = 4;
        while (size < _names.Length * 3)
        {
            size *= 2;
        }

        _mask = size - 1;
        _slots = new int[size];
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = Hash(_ends[i], _names[i]) & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = i + 1;
            _lengths |= 1UL << Math.Min(_names[i].Length, 63);
        }
    }

    public int Count => _names.Length;

    public byte[] this[int index] => _names[index];

    /// <summary>The place of a name; -1 when it is not among them. <paramref name="guess"/>: where it is looked for first.</summary>
    public int Find(ReadOnlySpan<byte> name, int guess)
    {
        // Of an object's many names a condition mostly asks for one: its length rules nearly all others out.
        if ((_lengths & (1UL << Math.Min(name.Length, 63))) == 0)
        {
            return -1;
        }

        var ends = new Ends(name);

        // Documents mostly come in the order of their schema.
        if ((uint)guess < (uint)_ends.Length && Is(guess, ends, name))
        {
            return guess;
        }

        var slots = _slots;
        for (var slot = Hash(ends, name) & _mask; (uint)slot < (uint)slots.Length && slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            if (Is(slots[slot] - 1, ends, name))
            {
                return slots[slot] - 1;
            }
        }

        return -1;
    }

    private bool Is(int place, in Ends ends, ReadOnlySpan<byte> name)
    {
        ref readonly var known = ref _ends[place];
        return known.First == ends.First && known.Last == ends.Last && known.Length == ends.Length
            && (name.Length <= KnownByItsEnds || name.SequenceEqual(_names[place]));
    }

    private static int Hash(in Ends ends, ReadOnlySpan<byte> name)
    {
        var hash = (ends.First * 0x9E3779B97F4A7C15UL) ^ (BitOperations.RotateLeft(ends.Last, 29) * 0xFF51AFD7ED558CCDUL) ^ (ulong)name.Length;

        // Long names: all of it, or a schema of names that differ only in the middle would be a list.
        for (var rest = name; rest.Length > KnownByItsEnds; rest = rest[8..])
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * 0xFF51AFD7ED558CCDUL;
            hash ^= hash >> 32;
        }

        hash = (hash ^ (hash >> 31)) * 0xC4CEB9FE1A85EC53UL;
        return (int)(hash >> 40) & int.MaxValue;
    }

    /// <summary>A name's length and its first and last eight bytes; of a shorter one, all of it in the first.</summary>
    private readonly struct Ends
    {
        public Ends(ReadOnlySpan<byte> name)
        {
            Length = name.Length;
            if (name.Length >= 8)
            {
                First = BinaryPrimitives.ReadUInt64LittleEndian(name);
                Last = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
            }
            else if (name.Length >= 4)
            {
                First = BinaryPrimitives.ReadUInt32LittleEndian(name) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32);
            }
            else if (name.Length > 0)
            {
                First = name[0] | ((uint)name[name.Length / 2] << 8) | ((uint)name[^1] << 16);
            }
        }

        public ulong First { get; }

        public ulong Last { get; }

        public int Length { get; }
    }
}
