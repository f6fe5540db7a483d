using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>
/// An array. Elements lie in a row while they are plain and close together; an array with far-apart indices or attributes keeps its
/// elements in the property map. JSON arrays of the host are opened when first touched.
/// </summary>
internal sealed class JsArray : JsObject
{
    private JsValue[] items;
    private int used;
    private bool mapped;
    private bool lengthFixed;
    private uint length;
    private JsonElement source;
    private readonly bool sourceIsHost;

    public JsArray(Evaluation run, JsValue[] items, int used)
        : base(run.Intrinsic(IntrinsicId.ArrayPrototype))
    {
        run.Charge(72 + (items.Length * 16L));
        this.items = items;
        this.used = used;
        length = (uint)used;
    }

    public JsArray(Evaluation run, int capacity = 0)
        : this(run, capacity == 0 ? [] : new JsValue[capacity], 0)
    {
    }

    public JsArray(Evaluation run, JsonElement source, bool isHost)
        : this(run, [], 0)
    {
        this.source = source;
        sourceIsHost = isHost;
        length = (uint)source.GetArrayLength();
        IsLazy = length > 0;
    }

    public override string ClassName => "Array";

    public uint Length => length;

    /// <summary>Whether nothing but elements and the length is its own, and it inherits from the standard's prototype as every literal does.</summary>
    public bool IsOrdinary(Evaluation run) => Map.Count == 0 && ReferenceEquals(Prototype, run.Intrinsic(IntrinsicId.ArrayPrototype));

    /// <summary>Whether nothing was ever put into it.</summary>
    public bool IsFresh => used == 0 && !mapped && !IsLazy && Extensible && !lengthFixed && length < int.MaxValue;

    /// <summary>The untouched JSON behind this array, or <c>default</c> once it was opened.</summary>
    public JsonElement Untouched => source;

    /// <summary>The elements in a row, holes as <see cref="JsValue.Empty"/>; false when they are not kept so.</summary>
    public bool TryGetRow(Evaluation run, out Span<JsValue> row)
    {
        Open(run);
        row = items.AsSpan(0, used);
        return !mapped && used == length;
    }

    public bool TryGetElement(Evaluation run, uint index, out JsValue value)
    {
        if (IsLazy)
        {
            Open(run);
        }

        if (index < (uint)used)
        {
            value = items[index];
            return !value.IsEmpty;
        }

        value = default;
        return false;
    }

    /// <summary>Replaces an existing plain element; false when the general way must be taken.</summary>
    public bool TryReplaceElement(Evaluation run, uint index, JsValue value)
    {
        if (IsLazy)
        {
            Open(run);
        }

        if (index < (uint)used && !items[index].IsEmpty)
        {
            MarkChanged(run);
            items[index] = value;
            return true;
        }

        if (index == (uint)used && index == length && !mapped && !run.PrototypesHoldElements && Extensible && !lengthFixed && index < int.MaxValue)
        {
            Append(run, value);
            return true;
        }

        return false;
    }

    /// <summary>Adds at the end. Only for arrays that the caller just made, or that are known to be plain.</summary>
    public void Append(Evaluation run, JsValue value)
    {
        if (used == items.Length)
        {
            Grow(run, used + 1);
        }

        MarkChanged(run);
        items[used++] = value;
        length = (uint)used;
    }

    /// <summary>Whether elements can be added and removed in the row directly.</summary>
    public bool IsPlain(Evaluation run)
    {
        Open(run);
        return !mapped && used == length && Extensible && !lengthFixed && !run.PrototypesHoldElements;
    }

    /// <summary>Shifts the row; only after <see cref="IsPlain"/>.</summary>
    public void ReplaceRange(Evaluation run, int start, int removed, ReadOnlySpan<JsValue> added)
    {
        MarkChanged(run);
        var tail = used - start - removed;
        var size = start + added.Length + tail;
        run.StepMany(tail / 16);
        if (size > items.Length)
        {
            Grow(run, size);
        }

        Array.Copy(items, start + removed, items, start + added.Length, tail);
        added.CopyTo(items.AsSpan(start));
        if (size < used)
        {
            Array.Clear(items, size, used - size);
        }

        used = size;
        length = (uint)size;
    }

    public override bool TryGetOwn(Evaluation run, PropertyKey key, out Property property)
    {
        Open(run);
        if (key.IsIndex && !mapped)
        {
            var found = TryGetElement(run, key.Index, out var value);
            property = new Property(value, PropertyFlags.All);
            return found;
        }

        if (key.Text == "length")
        {
            property = new Property((double)length, lengthFixed ? PropertyFlags.None : PropertyFlags.Writable);
            return true;
        }

        return base.TryGetOwn(run, key, out property);
    }

    public override void PutOwn(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        Open(run);
        MarkChanged(run);
        if (key.IsIndex)
        {
            PutElement(run, key, value, flags);
        }
        else if (key.Text == "length")
        {
            // Reached only by plain assignment: DefineOwn treats length on its own.
            SetLength(run, ToArrayLength(run, value));
        }
        else
        {
            base.PutOwn(run, key, value, flags);
        }
    }

    public override bool Set(Evaluation run, PropertyKey key, JsValue value, JsValue receiver)
    {
        if (key.IsIndex && ReferenceEquals(receiver.ObjectOrNull, this) && TryReplaceElement(run, key.Index, value))
        {
            return true;
        }

        if (key.Text == "length" && ReferenceEquals(receiver.ObjectOrNull, this))
        {
            var wanted = ToArrayLength(run, value);
            return !lengthFixed && SetLength(run, wanted);
        }

        return base.Set(run, key, value, receiver);
    }

    public override bool DefineOwn(Evaluation run, PropertyKey key, in PropertyChange change)
    {
        Open(run);
        if (key.Text == "length")
        {
            return DefineLength(run, change);
        }

        return (!key.IsIndex || key.Index < length || !lengthFixed) && base.DefineOwn(run, key, change);
    }

    public override void OwnKeys(Evaluation run, List<PropertyKey> keys)
    {
        Open(run);
        for (var i = 0; i < used; i++)
        {
            if (!items[i].IsEmpty)
            {
                keys.Add(PropertyKey.FromIndex((uint)i));
            }
        }

        run.StepMany(used / 8);
        var start = keys.Count;
        base.OwnKeys(run, keys);
        var at = start;
        while (at < keys.Count && keys[at].IsIndex)
        {
            at++;
        }

        keys.Insert(at, "length");
    }

    public override bool PreventExtensions(Evaluation run)
    {
        Open(run);
        return base.PreventExtensions(run);
    }

    protected override void RemoveOwn(Evaluation run, PropertyKey key)
    {
        Open(run);
        MarkChanged(run);
        if (key.IsIndex && !mapped)
        {
            items[key.Index] = JsValue.Empty;
        }
        else
        {
            base.RemoveOwn(run, key);
        }
    }

    /// <summary>Changes the length; false when an element that cannot be removed stopped it.</summary>
    public bool SetLength(Evaluation run, uint wanted)
    {
        Open(run);
        MarkChanged(run);
        if (!mapped)
        {
            if (wanted < (uint)used)
            {
                Array.Clear(items, (int)wanted, used - (int)wanted);
                used = (int)wanted;
            }

            length = wanted;
            return true;
        }

        if (wanted < length)
        {
            var keys = new List<PropertyKey>();
            base.OwnKeys(run, keys);
            var last = keys.FindLastIndex(static key => key.IsIndex);
            for (var i = last; i >= 0 && keys[i].Index >= wanted; i--)
            {
                run.Step();
                if (!Delete(run, keys[i]))
                {
                    length = keys[i].Index + 1;
                    return false;
                }
            }
        }

        length = wanted;
        return true;
    }

    private void PutElement(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        var index = key.Index;
        if (!mapped && (flags != PropertyFlags.All || index > used + ((uint)used / 2) + 1024))
        {
            MoveToMap(run);
        }

        if (mapped)
        {
            base.PutOwn(run, key, value, flags);
        }
        else
        {
            if (index >= items.Length)
            {
                Grow(run, (int)index + 1);
            }

            while (used <= index)
            {
                items[used++] = JsValue.Empty;
            }

            items[index] = value;
        }

        length = Math.Max(length, index + 1);
    }

    private bool DefineLength(Evaluation run, in PropertyChange change)
    {
        var wanted = change.Value is { } value ? ToArrayLength(run, value) : length;
        if (change.IsAccessor || change.Configurable == true || change.Enumerable == true || (lengthFixed && (change.Writable == true || wanted != length)))
        {
            return false;
        }

        var complete = wanted == length || SetLength(run, wanted);
        lengthFixed |= change.Writable == false;
        return complete;
    }

    private static uint ToArrayLength(Evaluation run, JsValue value)
    {
        var wanted = Coerce.ToUint32(run, value);
        return wanted == Coerce.ToNumber(run, value) ? wanted : throw run.RangeError("Invalid array length");
    }

    /// <summary>Tells the evaluation that data of the host was changed in the script's view of it.</summary>
    public void MarkChanged(Evaluation run) => run.HostDataChanged |= sourceIsHost;

    private void MoveToMap(Evaluation run)
    {
        mapped = true;
        for (var i = 0; i < used; i++)
        {
            run.Step();
            if (!items[i].IsEmpty)
            {
                base.PutOwn(run, PropertyKey.FromIndex((uint)i), items[i], PropertyFlags.All);
            }
        }

        items = [];
        used = 0;
    }

    private void Grow(Evaluation run, int needed)
    {
        var capacity = (int)Math.Min(Math.Max(Math.Max(4L, needed), items.Length * 2L), Array.MaxLength);
        run.Charge((capacity - items.Length) * 16L);
        Array.Resize(ref items, capacity);
    }

    private void Open(Evaluation run)
    {
        if (!IsLazy)
        {
            return;
        }

        IsLazy = false;
        run.Charge(length * 16L);
        run.StepMany(length);
        items = new JsValue[length];
        foreach (var element in source.EnumerateArray())
        {
            items[used++] = JsonValues.Wrap(run, element, sourceIsHost);
        }

        source = default;
    }
}
