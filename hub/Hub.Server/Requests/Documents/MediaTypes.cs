namespace Hub.Server.Requests.Documents;

/// <summary>Finds a document's type from its first bytes. What is not on the list of what town halls take is refused.</summary>
internal static class MediaTypes
{
    /// <summary>How many bytes are enough to tell.</summary>
    public const int HeadSize = 16;

    /// <summary>The type, or null when the content is none that is accepted.</summary>
    public static string? Detect(ReadOnlySpan<byte> head) => head switch
    {
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        [0x49, 0x49, 0x2A, 0x00, ..] or [0x4D, 0x4D, 0x00, 0x2A, ..] => "image/tiff",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69, 0x63, ..] => "image/heic",
        [0x50, 0x4B, 0x03, 0x04, ..] => "application/zip",
        _ => null,
    };
}
