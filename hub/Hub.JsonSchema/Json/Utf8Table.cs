using System.Buffers.Binary;

namespace Hub.JsonSchema.Json;

/// <summary>Names of a schema, each with its place in a list; found from the UTF-8 text of a document without allocating.</summary>
internal sealed class Utf8Table
{
    private readonly byte[][] _names;
    private readonly int[] _slots;
    private readonly int _mask;

    public Utf8Table(IReadOnlyList<byte[]> names)
    {
        _names = [.. names];
        var size = 4;
        while (size < _names.Length * 3)
        {
            size *= 2;
        }

        _mask = size - 1;
        _slots = new int[size];
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = Hash(_names[i]) & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = i + 1;
        }
    }

    public int Count => _names.Length;

    public byte[] this[int index] => _names[index];

    /// <summary>The place of a name; -1 when it is not among them. <paramref name="guess"/>: where it is looked for first.</summary>
    public int Find(ReadOnlySpan<byte> name, int guess)
    {
        // Documents mostly come in the order of their schema.
        if ((uint)guess < (uint)_names.Length && name.SequenceEqual(_names[guess]))
        {
            return guess;
        }

        for (var slot = Hash(name) & _mask; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            if (name.SequenceEqual(_names[_slots[slot] - 1]))
            {
                return _slots[slot] - 1;
            }
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = (ulong)name.Length * 0x9E3779B97F4A7C15UL;
        if (name.Length >= 8)
        {
            // Long names: all of it, or a schema of names that differ only in the middle would be a list.
            for (var rest = name; rest.Length >= 8; rest = rest[8..])
            {
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * 0xFF51AFD7ED558CCDUL;
                hash ^= hash >> 32;
            }

            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        }
        else
        {
            foreach (var b in name)
            {
                hash = (hash << 8) ^ b ^ (hash >> 56);
            }
        }

        hash *= 0xC4CEB9FE1A85EC53UL;
        return (int)(hash >> 40) & int.MaxValue;
    }
}
