"""Files whose bytes are kept: papers, photos, reports (docs/files.md).

media       what a file is, by its content
coding      how a file that shows people is encrypted, piece by piece
stores      where bytes are: a folder, or S3-compatible storage
filing      a file on its way in, and out again
sweeping    what is kept and belongs to nothing any more
"""
