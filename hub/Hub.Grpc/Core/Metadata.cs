using System.Collections;
using System.Text;
using Grpc.Core.Wire;

namespace Grpc.Core;

/// <summary>
/// Headers or trailers of a call: ordered, keys in lower case, a key may occur several times.
/// Keys that end in <c>-bin</c> hold bytes, all others printable ASCII.
/// </summary>
public sealed class Metadata : IList<Metadata.Entry>
{
    /// <summary>What the key of a binary entry ends in.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>Nothing, for ever.</summary>
    public static readonly Metadata Empty = new Metadata().Freeze();

    private readonly List<Entry> _entries = [];
    private bool _isReadOnly;

    public int Count => _entries.Count;

    public bool IsReadOnly => _isReadOnly;

    public Entry this[int index]
    {
        get => _entries[index];
        set
        {
            ThrowIfReadOnly();
            ArgumentNullException.ThrowIfNull(value);
            _entries[index] = value;
        }
    }

    public Entry? Get(string key)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_entries[i].Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return _entries[i];
            }
        }

        return null;
    }

    /// <summary>The text of the last entry with this key, or null.</summary>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry with this key, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    public IEnumerable<Entry> GetAll(string key) =>
        _entries.Where(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));

    public void Add(Entry item)
    {
        ThrowIfReadOnly();
        ArgumentNullException.ThrowIfNull(item);
        _entries.Add(item);
    }

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Insert(int index, Entry item)
    {
        ThrowIfReadOnly();
        ArgumentNullException.ThrowIfNull(item);
        _entries.Insert(index, item);
    }

    public void RemoveAt(int index)
    {
        ThrowIfReadOnly();
        _entries.RemoveAt(index);
    }

    public bool Remove(Entry item)
    {
        ThrowIfReadOnly();
        return _entries.Remove(item);
    }

    public void Clear()
    {
        ThrowIfReadOnly();
        _entries.Clear();
    }

    public int IndexOf(Entry item) => _entries.IndexOf(item);

    public bool Contains(Entry item) => _entries.Contains(item);

    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Metadata Freeze()
    {
        _isReadOnly = true;
        return this;
    }

    private void ThrowIfReadOnly()
    {
        if (_isReadOnly)
        {
            throw new InvalidOperationException("This metadata is read-only: it was received or already sent. Build a new Metadata instead.");
        }
    }

    /// <summary>One key with its text or bytes.</summary>
    public sealed class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <exception cref="ArgumentException">The key has characters that gRPC forbids or ends in -bin, or the value is not printable ASCII.</exception>
        public Entry(string key, string value)
        {
            Key = NormalizeKey(key);
            ArgumentNullException.ThrowIfNull(value);
            if (IsBinary)
            {
                throw new ArgumentException($"Metadata key \"{Key}\" ends in -bin, so its value must be bytes.", nameof(value));
            }

            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new ArgumentException(
                    $"The value of metadata key \"{Key}\" must be printable ASCII. Send other text as bytes under \"{Key}-bin\".", nameof(value));
            }

            _text = value;
        }

        /// <exception cref="ArgumentException">The key has characters that gRPC forbids or does not end in -bin.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = NormalizeKey(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            if (!IsBinary)
            {
                throw new ArgumentException($"Metadata key \"{Key}\" holds bytes, so it must end in -bin.", nameof(key));
            }

            _bytes = [.. valueBytes];
        }

        private Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            _text = text;
            _bytes = bytes;
        }

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"Metadata \"{Key}\" is binary: read ValueBytes.");

        /// <summary>The bytes; of a text entry, its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text ?? string.Empty) : [.. _bytes];

        public override string ToString() => IsBinary ? $"[Entry: key={Key}, {_bytes?.Length} bytes]" : $"[Entry: key={Key}, value={_text}]";

        /// <summary>An entry as it came from the wire: nothing of it is checked again.</summary>
        internal static Entry Received(string key, string text) => new(key, text, bytes: null);

        internal static Entry Received(string key, byte[] bytes) => new(key, text: null, bytes);

        /// <summary>The value as it stands in an HTTP header.</summary>
        internal string ToHeaderValue() => _bytes is null ? _text ?? string.Empty : MetadataHeaders.EncodeBinary(_bytes);

        private static string NormalizeKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            foreach (var c in key)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                {
                    throw new ArgumentException(
                        $"Metadata key \"{key}\" may hold only letters, digits, '-', '_' and '.'.", nameof(key));
                }
            }

            return AsLowerCase(key);
        }

        private static string AsLowerCase(string key) =>
            key.AsSpan().ContainsAnyInRange('A', 'Z') ? string.Create(key.Length, key, static (span, k) => k.AsSpan().ToLowerInvariant(span)) : key;
    }
}
