from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Shelf(models.Model):
    name = models.CharField(max_length=50)


class Announcement(models.Model):
    text = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="edited")
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="books")
    readers = models.ManyToManyField(Author, related_name="read")

    def line(self):
        return f"{self.title} by {self.author}"

    @property
    def pages(self):
        return sum(chapter.pages for chapter in self.chapters.all())


class Chapter(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="chapters")
    reviser = models.ForeignKey(Author, on_delete=models.CASCADE)
    pages = models.IntegerField(default=1)
