namespace Hub.JsonSchema.Compatibility;

/// <summary>Who would be refused by a change.</summary>
public enum Direction
{
    /// <summary>Documents of the older version meet a reader of the newer one.</summary>
    Backward,

    /// <summary>Documents of the newer version meet a reader of the older one.</summary>
    Forward,
}
